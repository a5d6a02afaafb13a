"""`/context`: what fills the model's context window."""

from __future__ import annotations

from agent_tui.ui.commands.command import Category, Command, CommandHost


def _context(host: CommandHost) -> None:
    host.link.describe_context()


CONTEXT = Command(
    "/context",
    "What fills the context window, by source",
    _context,
    category=Category.SESSION,
    details="Instructions, tool descriptions, your prompts, answers and tool results as the next "
    "request would send them. The parts are estimates; where the provider has counted, the total "
    "is its own.",
    needs_session=True,
)
