"""How a composer text is recognised as a slash command. The table is loaded for the first one."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from agent_tui.ui.commands.command import Command

_COMMAND_SHAPE = r"(/[a-z][a-z-]*|:q)(?:[ \t]+(.*))?"
_FIRST_CHARACTERS = ("/", ":")


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
    if not text.startswith(_FIRST_CHARACTERS):
        return None
    match = re.fullmatch(_COMMAND_SHAPE, text.rstrip())
    if match is None:
        return None
    word, argument = match.group(1), (match.group(2) or "").strip()
    return CommandCall(word, argument, _by_word().get(word))


def commands_starting_with(text: str) -> tuple[Command, ...]:
    """Commands whose name begins with what is typed so far, and behind a name and a blank the
    command with each of its subcommands; () when it cannot become a command."""
    if not text.startswith("/"):
        return ()
    fitting = _commands() if " " not in text else _with_subcommands()
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
    from agent_tui.config.sources.nearest_name import did_you_mean

    hint = did_you_mean(word, _by_word()) or " See /help for all commands."
    return f"There is no command {word}.{hint} A blank before the slash sends it as a prompt."


def _commands() -> tuple[Command, ...]:
    # Deferred: no start should pay for the commands.
    from agent_tui.ui.commands.command_table import COMMANDS

    return COMMANDS


@cache
def _by_word() -> dict[str, Command]:
    return {word: command for command in _commands() for word in (command.name, *command.aliases)}


@cache
def _with_subcommands() -> tuple[Command, ...]:
    from agent_tui.ui.commands.command import Command

    return tuple(
        Command(f"{command.name} {sub.word}", sub.summary, command.run, argument=sub.argument)
        for command in _commands()
        for sub in command.subcommands
    )


def _common_start(names: list[str]) -> str:
    first, last = min(names), max(names)
    agreed = 0
    while agreed < len(first) and first[agreed] == last[agreed]:
        agreed += 1
    return first[:agreed]
