from __future__ import annotations

from agent_tui.protocol.past_prompts import PastPrompt
from agent_tui.ui.widgets.history_filter import HistoryFilter


def a_filter(*texts: str) -> HistoryFilter:
    """The newest first; those that begin with "/" belong to another project."""
    made = HistoryFilter("/here")
    made.add(
        PastPrompt(text=text, workspace="/other" if text.startswith("/") else "/here")
        for text in texts
    )
    return made


def fitting(made: HistoryFilter) -> list[str]:
    return [made[at].text for at in range(len(made))]


def test_without_words_all_prompts_fit_and_each_text_counts_once() -> None:
    assert fitting(a_filter("new", "old", "new ", "", "old", "older")) == ["new", "old", "older"]


def test_all_words_must_be_there_in_any_order() -> None:
    made = a_filter("fix the parser", "parse a fixture", "fix the lexer")
    made.set_text("pars fix")

    assert fitting(made) == ["fix the parser", "parse a fixture"]


def test_capitals_count_when_some_are_typed() -> None:
    made = a_filter("Read README", "read readme")
    made.set_text("readme")
    assert len(made) == 2

    made.set_text("README")
    assert fitting(made) == ["Read README"]


def test_every_way_to_a_filter_gives_the_same_rows() -> None:
    texts = ("Alpha beta", "alpha", "beta alp", "gamma")
    for text in ("a", "al", "alp", "alpH", "al", "", "alp b", "alp"):
        step_by_step = a_filter(*texts)
        for end in range(len(text) + 1):
            step_by_step.set_text(text[:end])
        at_once = a_filter(*texts)
        at_once.set_text(text)
        assert fitting(step_by_step) == fitting(at_once)


def test_one_project_alone_and_all_of_them_again() -> None:
    made = a_filter("mine", "/theirs", "/mine too")
    made.toggle_scope()
    assert fitting(made) == ["mine"]
    made.set_text("theirs")
    assert fitting(made) == []

    made.toggle_scope()
    assert fitting(made) == ["/theirs"]


def test_a_prompt_sent_in_both_projects_is_found_in_each() -> None:
    made = HistoryFilter("/here")
    made.add([PastPrompt(text="twice", workspace="/other")])
    made.add([PastPrompt(text="twice", workspace="/here")])
    assert len(made) == 1

    made.toggle_scope()
    assert fitting(made) == ["twice"]


def test_one_learns_from_the_store_when_a_prompt_of_this_session_was_sent() -> None:
    made = HistoryFilter("/here")
    made.add([PastPrompt(text="mine", workspace="/here")])
    made.add([PastPrompt(text="mine", workspace="/here", sent_at=5.0)])

    assert made[0].sent_at == 5.0
    assert len(made) == 1


def test_what_comes_later_is_filtered_too() -> None:
    made = a_filter("new match")
    made.set_text("match")
    made.add([PastPrompt(text="old match"), PastPrompt(text="nothing")])

    assert fitting(made) == ["new match", "old match"]


def test_prompts_of_this_run_stand_behind_those_that_another_program_sent_later() -> None:
    made = a_filter("mine, not stored yet", "mine, early")
    made.add(
        PastPrompt(text=text, sent_at=sent_at, workspace="/here")
        for text, sent_at in (("theirs, late", 3.0), ("mine, early", 2.0), ("theirs, early", 1.0))
    )
    newest_first = ["mine, not stored yet", "theirs, late", "mine, early", "theirs, early"]
    assert fitting(made) == newest_first
    assert made.place("mine, early") == 2

    made.toggle_scope()
    assert fitting(made) == newest_first
