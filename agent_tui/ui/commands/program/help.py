"""`/help`: keys and commands, or one command in detail."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.argument import Argument, Choice
from agent_tui.ui.commands.command import Command, CommandHost


def _help(host: CommandHost, name: str = "") -> None:
    if not name:
        host.show_help()
        return
    command = host.commands.find(name)
    if command is None:
        word = name if name.startswith("/") else f"/{name}"
        host.show_notice(NoticeLevel.WARNING, "Unknown command", host.commands.unknown_text(word))
        host.put_back(f"/help {name}")
        return
    host.show_help(command.name)


def _names(host: CommandHost) -> Sequence[Choice]:
    return [Choice(command.name, command.summary) for command in host.commands.all]


HELP = Command(
    "/help",
    "Keys and commands that work now, or one command in detail",
    _help,
    (Argument("command", is_optional=True, choices=_names),),
    key_action="app.help",
    details="Type in the help to find something. Esc closes it.",
)
