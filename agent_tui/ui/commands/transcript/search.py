"""`/search`: finding something in the transcript."""

from __future__ import annotations

from agent_tui.ui.commands.argument import Argument
from agent_tui.ui.commands.command import Category, Command, CommandHost


def _search(host: CommandHost, text: str = "") -> None:
    host.search(text)


SEARCH = Command(
    "/search",
    "Search the transcript",
    _search,
    (Argument("text", is_optional=True, takes_rest=True),),
    category=Category.TRANSCRIPT,
    key_action="app.search",
    details="Enter keeps the search and goes to the transcript, where n and N lead to the next and "
    "the former match. Esc ends it.",
)
