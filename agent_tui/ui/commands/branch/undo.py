"""`/undo`: the last turn leaves the history."""

from __future__ import annotations

from agent_tui.ui.commands.command import Category, Command, CommandHost


def _undo(host: CommandHost) -> None:
    host.link.branches.undo()


UNDO = Command(
    "/undo",
    "Take the last turn back; its prompt returns to you",
    _undo,
    category=Category.SESSION,
    details="The model does not see the turn any more. Nothing is deleted: /redo brings it back, "
    "several times and after a restart, until you send another prompt; /tree always. Files stay as "
    "they are; /rewind takes them back, too.",
    needs_session=True,
)
