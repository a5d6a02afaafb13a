"""How a composer text is recognised as a slash command. The table is loaded for the first one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from agent_tui.ui.commands.bare_words import BARE_WORDS

if TYPE_CHECKING:
    from agent_tui.config.host_command import HostCommand
    from agent_tui.ui.commands.command import Command, CommandCall

_COMMAND_SHAPE = rf"({'|'.join(BARE_WORDS)}|/[a-z][a-z-]*|:q)(?:[ \t]+(.*))?"
_FIRST_CHARACTERS = ("/", ":")


class CommandLookup:
    """Our commands and those of the host. Making one costs nothing."""

    def __init__(self, host_commands: Sequence[HostCommand] = ()) -> None:
        self._host_commands = host_commands

    @cached_property
    def all(self) -> tuple[Command, ...]:
        """By name."""
        # Deferred: no start should pay for the commands.
        from agent_tui.ui.commands.command_table import COMMANDS

        if not self._host_commands:
            return COMMANDS
        from agent_tui.ui.commands.hosted import hosted_command

        hosted = map(hosted_command, self._host_commands)
        return tuple(sorted((*COMMANDS, *hosted), key=lambda command: command.name))

    def call(self, text: str) -> CommandCall | None:
        """Read a composer text as a command; None when it is a prompt.

        A command is one line: a slash at its very start and a lower-case word, then the end or a
        blank. So `/usr/bin/env`, `//`, ` /new` (note the blank) and longer texts are prompts;
        `exit` and `quit` alone are none.
        """
        if not text.startswith(_FIRST_CHARACTERS) and text not in BARE_WORDS:
            return None
        match = re.fullmatch(_COMMAND_SHAPE, text.rstrip())
        if match is None:
            return None
        # Deferred: it comes with the table.
        from agent_tui.ui.commands.command import CommandCall

        word, argument = match.group(1), (match.group(2) or "").strip()
        return CommandCall(word, argument, self._by_word.get(word))

    def find(self, word: str) -> Command | None:
        """The command of this name or alias, with its slash or without."""
        return self._by_word.get(word) or self._by_word.get(f"/{word}")

    def unknown_text(self, word: str) -> str:
        """What to tell somebody who typed a command that does not exist."""
        from agent_tui.config.sources.nearest_name import did_you_mean

        slashed = (word for word in self._by_word if word not in BARE_WORDS)
        hint = did_you_mean(word, slashed) or " See /help for all commands."
        return f"There is no command {word}.{hint} A blank before the slash sends it as a prompt."

    @cached_property
    def _by_word(self) -> dict[str, Command]:
        return {word: command for command in self.all for word in (command.name, *command.aliases)}
