"""Commands about the transcript: finding something in it."""

from __future__ import annotations

from agent_tui.ui.commands.command import Command, CommandHost


def _search(host: CommandHost, argument: str) -> None:
    host.search(argument)


TRANSCRIPT_COMMANDS = (Command("/search", "Search the transcript", _search, argument="[text]"),)
