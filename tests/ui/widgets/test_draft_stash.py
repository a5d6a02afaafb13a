from __future__ import annotations

from agent_tui.ui.widgets.draft_stash import DraftStash


def test_drafts_put_aside_come_back_last_in_first_out() -> None:
    stash = DraftStash()
    for draft in ("one", "  ", "two"):
        stash.push(draft)

    assert len(stash) == 2
    assert list(stash) == ["one", "two"]
    assert [stash.pop(), stash.pop(), stash.pop()] == ["two", "one", ""]


def test_only_what_wants_to_comes_back_by_itself() -> None:
    stash = DraftStash()
    stash.push("waits", returns=False)
    stash.push("returns", returns=True)

    assert stash.pop_returning() == "returns"
    assert stash.pop_returning() == ""
    assert stash.pop() == "waits"


def test_what_comes_from_disk_is_older_than_all_that_is_here() -> None:
    stash = DraftStash()
    stash.push("new")
    stash.add_older(["oldest", "", "older"])

    assert list(stash) == ["oldest", "older", "new"]
