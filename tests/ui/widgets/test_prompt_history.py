from __future__ import annotations

from agent_tui.ui.widgets.draft_stash import DraftStash
from agent_tui.ui.widgets.prompt_history import PromptHistory


def a_history(*prompts: str) -> PromptHistory:
    history = PromptHistory()
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


def test_drafts_put_aside_come_back_last_in_first_out() -> None:
    stash = DraftStash()
    for draft in ("one", "  ", "two"):
        stash.push(draft)

    assert len(stash) == 2
    assert stash.with_text("now") == "one\n\ntwo\n\nnow"
    assert [stash.pop(), stash.pop(), stash.pop()] == ["two", "one", ""]
