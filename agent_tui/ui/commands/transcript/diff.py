"""`/diff`: what the agent has changed in this session."""

from __future__ import annotations

from agent_tui.ui.commands.argument import Argument
from agent_tui.ui.commands.command import Category, Command, CommandHost


def _diff(host: CommandHost, path: str = "") -> None:
    host.show_changes(path)


DIFF = Command(
    "/diff",
    "Show what the agent changed in this session",
    _diff,
    (Argument("path", is_optional=True, takes_rest=True),),
    category=Category.TRANSCRIPT,
    details="Each change stands as its tool call made it, file by file, in their order. With a "
    "path, or its end, only that file. What commands changed on their own is not known here.",
)
