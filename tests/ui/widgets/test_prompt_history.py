from __future__ import annotations

from agent_tui.ui.widgets.prompt_history import PromptHistory


def a_history(*prompts: str) -> PromptHistory:
    history = PromptHistory(str)
    history.replace(prompts)
    return history


def test_one_goes_back_to_the_oldest_and_stays_there() -> None:
    history = a_history("one", "two")

    assert history.older("draft") == "two"
    assert history.older("two") == "one"
    assert history.older("one") is None


def test_the_draft_stands_after_the_newest_prompt() -> None:
    history = a_history("one", "two")
    history.older("draft")

    assert history.newer("two") == "draft"
    assert history.newer("draft") is None


def test_a_prompt_that_was_changed_becomes_the_draft() -> None:
    history = a_history("one", "two")
    history.older("")

    assert history.newer("two, changed") is None
    assert history.older("two, changed") == "two"
    assert history.newer("two") == "two, changed"


def test_the_same_prompt_twice_is_remembered_once() -> None:
    history = a_history("one")
    history.add("one")
    history.add("two")

    assert history.older("") == "two"
    assert history.older("two") == "one"


def test_an_empty_history_has_nothing_to_call_up() -> None:
    history = a_history()

    assert history.older("draft") is None
    assert history.newer("draft") is None


def test_behind_the_prompts_of_the_session_stand_those_of_the_project() -> None:
    history = a_history("mine")
    history.set_project(["older", "newer"])

    assert history.older("") == "mine"
    assert history.older("mine") == "newer"
    assert history.older("newer") == "older"
    assert history.older("older") is None
    assert history.newer("older") == "newer"
    assert history.newer("newer") == "mine"
    assert history.newer("mine") == ""


def test_what_comes_late_of_a_session_stands_before_its_prompts_and_behind_the_project() -> None:
    history = a_history("last")
    history.set_project(["project"])
    history.prepend(["first"])

    called_up = [history.older(""), history.older("last"), history.older("first")]

    assert called_up == ["last", "first", "project"]


def test_prompts_stand_in_the_composer_as_it_can_show_them() -> None:
    history = PromptHistory(str.upper)
    history.replace(["long", "short"])

    assert history.older("draft") == "SHORT"
    assert history.older("SHORT") == "LONG"
    assert history.newer("LONG") == "SHORT"


def test_another_session_has_another_project() -> None:
    history = a_history("one")
    history.set_project(["project"])
    history.replace(["two"])

    assert history.older("") == "two"
    assert history.older("two") is None
    assert history.sent == ("two",)
