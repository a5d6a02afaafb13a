"""Slash commands of a host: what it registers, and what such a command may do."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

from msgspec import Struct

from agent_tui.errors import ConfigError
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import NoticeLevel

_NAME_SHAPE = re.compile(r"/[a-z][a-z-]*")


class CommandContext(Protocol):
    """What a host's command is called with. Use it on the screen's loop, also after an await."""

    @property
    def argument(self) -> str:
        """What stands behind the command, stripped; "" for nothing."""
        ...

    @property
    def session(self) -> SessionInfo | None:
        """The shown session, None before it is open."""
        ...

    @property
    def is_turn_running(self) -> bool:
        """True while a turn runs in the shown session."""
        ...

    def show_notice(
        self, text: str, *, title: str = "", level: NoticeLevel = NoticeLevel.INFO
    ) -> None:
        """Show a text between the turns; the model does not see it."""
        ...

    def submit(self, prompt: str) -> bool:
        """Send a prompt, or queue it while a turn runs. False when the program is leaving."""
        ...

    def put_back(self, text: str) -> None:
        """Give a text to the composer, before what stands there."""
        ...


CommandRun = Callable[[CommandContext], Awaitable[object] | object]
CommandChoices = Callable[[], Iterable[str]]


class HostCommand(Struct, frozen=True, kw_only=True):
    """See `AgentTui.register_command`."""

    name: str
    run: CommandRun
    summary: str
    argument: str = ""
    aliases: tuple[str, ...] = ()
    choices: CommandChoices | None = None


def slashed(word: str) -> str:
    """A command's word with its slash. Raises `ConfigError` for one that cannot be typed."""
    name = word if word.startswith("/") else f"/{word}"
    if not _NAME_SHAPE.fullmatch(name):
        raise ConfigError(
            f'"{word}" cannot be a command. Use small letters and hyphens, as in /deploy-now.',
            key="command",
        )
    return name


def check_words(command: HostCommand, taken: Iterable[str]) -> None:
    """Raise `ConfigError` when a word of this command stands for another one. taken: words with
    their slash."""
    used = set(taken)
    for word in (command.name, *command.aliases):
        if word in used:
            raise ConfigError(
                f"There is a command {word} already. Give yours another name or alias.",
                key="command",
            )
        used.add(word)
