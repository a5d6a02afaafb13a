"""Sentences about moves on the tree."""

from __future__ import annotations

from agent_tui.protocol.events import NoticeRaised
from agent_tui.protocol.status import NoticeLevel


def turn_runs(action: str) -> NoticeRaised:
    """The history must not change under a running turn. action: what was asked for, as it is
    named."""
    return NoticeRaised(
        level=NoticeLevel.INFO,
        title=f"No {action} while a turn runs",
        text="Stop the turn first (Esc), or wait until it ends. /fork works at any time.",
    )


def nothing_to_undo() -> NoticeRaised:
    """The history is empty."""
    return NoticeRaised(
        level=NoticeLevel.INFO,
        title="Nothing to undo",
        text="There is no turn in this conversation. /redo brings an undone one back.",
    )


def nothing_to_redo() -> NoticeRaised:
    """Nothing was undone since the last prompt."""
    return NoticeRaised(
        level=NoticeLevel.INFO,
        title="Nothing to redo",
        text="A new prompt ends it. What was undone before that stands in /tree.",
    )


def no_such_turn() -> NoticeRaised:
    """The message is not in the history that is shown."""
    return NoticeRaised(
        level=NoticeLevel.WARNING,
        title="That turn is not on this branch",
        text="Open /tree to go to another branch, then rewind there.",
    )


def only_stored_branches() -> NoticeRaised:
    """Branches are read from the disk."""
    return NoticeRaised(
        level=NoticeLevel.WARNING,
        title="Other branches are not at hand",
        text="This session is not saved, so only /undo, /redo and /rewind move in it.",
    )
