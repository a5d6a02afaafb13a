"""`/redo`: what was undone comes back."""

from __future__ import annotations

from agent_tui.ui.commands.command import Category, Command, CommandHost


def _redo(host: CommandHost) -> None:
    host.link.branches.redo()


REDO = Command(
    "/redo",
    "Bring back what /undo or /rewind took last",
    _redo,
    category=Category.SESSION,
    details="Works step by step until you send another prompt. Files that went back with a rewind "
    "come back with it.",
    needs_session=True,
)
