"""`/find`: finding something in the shown conversation."""

from __future__ import annotations

from agent_tui.ui.commands.argument import Argument
from agent_tui.ui.commands.command import Category, Command, CommandHost


def _find(host: CommandHost, text: str = "") -> None:
    host.search(text)


FIND = Command(
    "/find",
    "Search the shown conversation",
    _find,
    (Argument("text", is_optional=True, takes_rest=True),),
    category=Category.TRANSCRIPT,
    key_action="app.search",
    details="Enter keeps the search and goes to the transcript, where n and N lead to the next and "
    "the former match. Esc ends it. /search searches all sessions.",
)
