"""The shape of a slash command, and of what it may do to the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec import Struct

from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.engine_link import EngineLink


class CommandHost(Protocol):
    """What a command may ask of the application. Call on the UI loop."""

    @property
    def link(self) -> EngineLink:
        """The way to the engine."""
        ...

    async def run_binding(self, key: str) -> bool:
        """Do what a key is bound to; False when it is bound to nothing here."""
        ...

    @property
    def is_turn_running(self) -> bool:
        """True while a turn runs in the shown session."""
        ...

    @property
    def session(self) -> SessionInfo | None:
        """The shown session, None before it is open."""
        ...

    @property
    def program(self) -> str:
        """Name and version."""
        ...

    @property
    def theme_name(self) -> str:
        """The theme in use."""
        ...

    def theme_names(self) -> Sequence[str]:
        """All themes on offer, sorted."""
        ...

    def use_theme(self, name: str) -> None:
        """Switch the theme. Raises `ConfigError` when there is none of this name."""
        ...

    def show_notice(self, level: NoticeLevel, title: str, text: str) -> None:
        """Show a notice in the transcript."""
        ...

    def show_help(self) -> None:
        """Open the help."""
        ...

    def leave(self) -> None:
        """Leave through the exit door."""
        ...


class Command(Struct, frozen=True):
    """One slash command.

    argument: how the argument is shown ("[name]"), "" when it takes none. run: called with the host
    and the argument, stripped. aliases: other words for it, as typed, slash included.
    """

    name: str
    summary: str
    run: Callable[[CommandHost, str], None]
    argument: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def usage(self) -> str:
        """The command as one would type it, with its argument."""
        return f"{self.name} {self.argument}".rstrip()
