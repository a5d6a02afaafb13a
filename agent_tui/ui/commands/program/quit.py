"""`/quit`: out through the one exit door."""

from __future__ import annotations

from agent_tui.ui.commands.bare_words import BARE_WORDS
from agent_tui.ui.commands.command import Command, CommandHost


def _quit(host: CommandHost) -> None:
    host.leave()


QUIT = Command(
    "/quit",
    "Leave this program",
    _quit,
    aliases=("/exit", "/q", ":q", *BARE_WORDS),
    key_action="app.quit",
    details="A running turn gets a moment to end; what you have written is kept. A second time "
    "leaves at once.",
)
