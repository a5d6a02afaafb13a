"""`/editor`: the conversation in the user's editor."""

from __future__ import annotations

from agent_tui.ui.commands.command import Category, Command, CommandHost


def _editor(host: CommandHost) -> None:
    host.open_conversation()


EDITOR = Command(
    "/editor",
    "Open the conversation in your editor",
    _editor,
    category=Category.TRANSCRIPT,
    details="$VISUAL, else $EDITOR. It gets a copy: changes are not read back.",
)
