"""Shell commands in the composer: `!command`, and `!!command`, which no model hears of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from agent_tui.protocol.status import NoticeLevel

if TYPE_CHECKING:
    from agent_tui.ui.commands.command import CommandHost

_MARK, _PRIVATE_MARK = "!", "!!"


class ShellLine(Struct, frozen=True):
    """What the user wants to run. command: perhaps several lines, "" when there is none yet."""

    command: str
    is_private: bool


def shell_line(text: str) -> ShellLine | None:
    """The command in a text, None when it is none: the mark must be its first character."""
    if not text.startswith(_MARK):
        return None
    is_private = text.startswith(_PRIVATE_MARK)
    command = text.removeprefix(_PRIVATE_MARK if is_private else _MARK)
    return ShellLine(command=command.strip(), is_private=is_private)


def run_shell_line(host: CommandHost, line: ShellLine, shown: str) -> None:
    """Run it. shown: the text with chips, to put it back when that cannot be."""
    if not line.command:
        host.show_notice(
            NoticeLevel.INFO,
            "Shell commands",
            "Write a command behind the mark: !git status runs it here and the agent sees the "
            "output, !!git status keeps the output from the agent.",
        )
        host.put_back(shown)
    elif not host.link.run_shell(line.command, is_private=line.is_private):
        host.put_back(shown)
