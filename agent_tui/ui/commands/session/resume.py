"""`/resume`: the list of stored sessions."""

from __future__ import annotations

from agent_tui.ui.commands.argument import Argument
from agent_tui.ui.commands.command import Category, Command, CommandHost


def _resume(host: CommandHost, text: str = "") -> None:
    host.list_stored(text)


RESUME = Command(
    "/resume",
    "Open a stored session",
    _resume,
    (Argument("title", is_optional=True, takes_rest=True),),
    aliases=("/sessions", "/continue"),
    category=Category.SESSION,
    details="Typing filters by title, folder and first prompt; from three characters on, what was "
    "said is found, too. Tab shows the sessions of all projects, Ctrl+S sorts, Ctrl+R renames, "
    "Ctrl+D deletes after y. The right arrow shows how a session ends.",
)
