"""`/rewind`: back to before a prompt, with the conversation, the files, or both."""

from __future__ import annotations

from agent_tui.ui.commands.command import Category, Command, CommandHost


def _rewind(host: CommandHost) -> None:
    host.branching.open_rewind()


REWIND = Command(
    "/rewind",
    "Go back to before a prompt: conversation, files or both",
    _rewind,
    aliases=("/checkpoint",),
    category=Category.SESSION,
    details="Also Esc twice while nothing runs and the composer is empty. First you choose the "
    "prompt, then what goes back; of files you see what would happen, and leave out any with "
    "Space. A file that somebody else changed meanwhile stays as it is. /redo takes all of it "
    "back.",
    needs_session=True,
)
