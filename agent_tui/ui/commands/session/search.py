"""`/search`: finding what was said in any session."""

from __future__ import annotations

from agent_tui.ui.commands.argument import Argument
from agent_tui.ui.commands.command import Category, Command, CommandHost


def _search(host: CommandHost, text: str = "") -> None:
    host.list_stored(text, is_search=True)


SEARCH = Command(
    "/search",
    "Search all sessions",
    _search,
    (Argument("text", is_optional=True, takes_rest=True),),
    category=Category.SESSION,
    details='All words must be in one message; "words in quotes" follow each other. role:you '
    "(agent, tool, shell, title) and in:here narrow it down. Enter opens the session where it was "
    "said. "
    "/find searches the shown conversation.",
)
