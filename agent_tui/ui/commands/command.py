"""The shape of a slash command, and of what it may do to the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.asked_rules import AskedRules
from agent_tui.ui.engine_link import EngineLink

if TYPE_CHECKING:
    from agent_tui.ui.outside.outside import Outside


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

    @property
    def outside(self) -> Outside:
        """The clipboard, the browser, the editor."""
        ...

    @property
    def asked_rules(self) -> AskedRules:
        """Where a command writes down which rules it wants tried."""
        ...

    def put_back(self, text: str) -> None:
        """Give a text back to the composer, beside what stands there."""
        ...

    def copy_answer(self, number: int) -> None:
        """Copy an answer of the model. number: from 1, the last one."""
        ...

    def copy_code(self) -> None:
        """Copy the code block of the last answers, or let the user choose one."""
        ...

    def open_conversation(self) -> None:
        """Open the conversation in the editor."""
        ...

    def search(self, text: str) -> None:
        """Open the search with this text; "" to let the user write one."""
        ...

    def show_help(self) -> None:
        """Open the help."""
        ...

    def leave(self) -> None:
        """Leave through the exit door."""
        ...


class Subcommand(Struct, frozen=True):
    """A word behind a command, and what it needs. argument: what must follow it ("ID"). run: called
    with the host and that argument, never empty."""

    word: str
    argument: str
    summary: str
    run: Callable[[CommandHost, str], None]


class Command(Struct, frozen=True):
    """One slash command.

    argument: how the argument is shown ("[name]"), "" when it takes none. run: called with the host
    and the argument, stripped. aliases: other words for it, as typed, slash included. subcommands:
    what may stand behind it; see `command_with`.
    """

    name: str
    summary: str
    run: Callable[[CommandHost, str], None]
    argument: str = ""
    aliases: tuple[str, ...] = ()
    subcommands: tuple[Subcommand, ...] = ()

    @property
    def usage(self) -> str:
        """The command as one would type it, with its argument."""
        return f"{self.name} {self.argument}".rstrip()
