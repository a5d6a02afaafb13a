"""The table of slash commands, and how a line is recognised as one."""

from __future__ import annotations

import re

from msgspec import Struct

from agent_tui.config.sources.nearest_name import did_you_mean
from agent_tui.ui.commands.app_commands import APP_COMMANDS
from agent_tui.ui.commands.command import Command
from agent_tui.ui.commands.permission_commands import PERMISSION_COMMANDS
from agent_tui.ui.commands.process_commands import PROCESS_COMMANDS
from agent_tui.ui.commands.session_commands import SESSION_COMMANDS

COMMANDS: tuple[Command, ...] = tuple(
    sorted(
        (*SESSION_COMMANDS, *PERMISSION_COMMANDS, *PROCESS_COMMANDS, *APP_COMMANDS),
        key=lambda command: command.name,
    )
)
"""All commands that work, by name."""

_BY_WORD = {word: command for command in COMMANDS for word in (command.name, *command.aliases)}
_WITH_SUBCOMMANDS = tuple(
    Command(f"{command.name} {sub.word}", sub.summary, command.run, argument=sub.argument)
    for command in COMMANDS
    for sub in command.subcommands
)
_COMMAND_SHAPE = re.compile(r"(/[a-z][a-z-]*|:q)(?:[ \t]+(.*))?")


class CommandCall(Struct, frozen=True):
    """A line that looks like a command. command: None when there is none of this name."""

    word: str
    argument: str
    command: Command | None


def command_call(text: str) -> CommandCall | None:
    """Read a composer text as a command; None when it is a prompt.

    A command is one line: a slash at its very start and a lower-case word, then the end or a blank.
    So `/usr/bin/env`, `//`, ` /new` (note the blank) and longer texts are prompts.
    """
    match = _COMMAND_SHAPE.fullmatch(text.rstrip())
    if match is None:
        return None
    word, argument = match.group(1), (match.group(2) or "").strip()
    return CommandCall(word, argument, _BY_WORD.get(word))


def commands_starting_with(text: str) -> tuple[Command, ...]:
    """Commands whose name begins with what is typed so far, and behind a name and a blank the
    command with each of its subcommands; () when it cannot become a command."""
    if not text.startswith("/"):
        return ()
    fitting = COMMANDS if " " not in text else _WITH_SUBCOMMANDS
    return tuple(command for command in fitting if command.name.startswith(text))


def completed_command(text: str) -> str:
    """`text` completed to a command name, as far as all fitting names agree; "" when none fits."""
    names = [command.name for command in commands_starting_with(text)]
    if not names:
        return ""
    if len(names) == 1:
        return f"{names[0]} "
    return _common_start(names)


def unknown_command_text(word: str) -> str:
    """What to tell somebody who typed a command that does not exist."""
    hint = did_you_mean(word, _BY_WORD) or " See /help for all commands."
    return f"There is no command {word}.{hint} A blank before the slash sends it as a prompt."


def _common_start(names: list[str]) -> str:
    first, last = min(names), max(names)
    agreed = 0
    while agreed < len(first) and first[agreed] == last[agreed]:
        agreed += 1
    return first[:agreed]
