"""The shape of a slash command, and of what it may do to the screen."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

from agent_tui.config.program_facts import ProgramFacts
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.argument import Argument, usage_of
from agent_tui.ui.commands.asked_rules import AskedRules
from agent_tui.ui.commands.branch_host import BranchHost
from agent_tui.ui.commands.sessions_host import SessionsHost
from agent_tui.ui.engine_link import EngineLink

if TYPE_CHECKING:
    from agent_tui.config.key_bindings import KeyBindings
    from agent_tui.protocol.finding import FileFinder
    from agent_tui.ui.commands.picking import Picking
    from agent_tui.ui.outside.outside import Outside
    from agent_tui.ui.past_prompts import PastPrompts
    from agent_tui.ui.render.listing import Listing
    from agent_tui.ui.screens.known_choices import KnownChoices


class CommandList(Protocol):
    """All commands; see `CommandLookup`, which is loaded before the table is."""

    @property
    def all(self) -> Sequence[Command]:
        """By name."""
        ...

    def call(self, text: str) -> CommandCall | None:
        """Read a composer text as a command; None when it is a prompt."""
        ...

    def find(self, word: str) -> Command | None:
        """The command of this name or alias, with its slash or without."""
        ...

    def unknown_text(self, word: str) -> str:
        """What to tell somebody who typed a command that does not exist."""
        ...


class CommandHost(SessionsHost, BranchHost, Protocol):
    """What a command may ask of the application. Call on the UI loop."""

    @property
    def link(self) -> EngineLink:
        """The way to the engine."""
        ...

    @property
    def past_prompts(self) -> PastPrompts:
        """What was sent in all sessions."""
        ...

    @property
    def workspace(self) -> str:
        """The folder of the shown session."""
        ...

    async def run_binding(self, key: str) -> bool:
        """Do what a key is bound to; False when it is bound to nothing here."""
        ...

    def whole_key(self, key: str) -> str:
        """What to look up for a key: itself, or the sequence that it ends; "" when that is all."""
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
    def commands(self) -> CommandList:
        """All commands, the host's own among them."""
        ...

    @property
    def known(self) -> KnownChoices:
        """Models and sessions, as far as somebody has asked for them."""
        ...

    @property
    def facts(self) -> ProgramFacts:
        """Settings, their origins, and where the program keeps its files."""
        ...

    def terminal_facts(self) -> Sequence[tuple[str, str]]:
        """What is known of the terminal, as names and values."""
        ...

    def pick(self, picking: Picking) -> None:
        """Let the user choose from a list above the composer."""
        ...

    @property
    def is_vim_on(self) -> bool:
        """The composer is a vim, or is about to be."""
        ...

    def use_vim(self, is_wanted: bool) -> None:
        """Make the composer a vim, or what it was before."""
        ...

    @property
    def layout_name(self) -> str:
        """The layout in use."""
        ...

    def use_layout(self, name: str) -> None:
        """Switch the layout: standard, minimal or sidebar."""
        ...

    @property
    def theme_choice(self) -> str:
        """The theme in use, "auto" when the terminal's background decides."""
        ...

    def theme_names(self) -> Sequence[str]:
        """All themes on offer, sorted."""
        ...

    def use_theme(self, name: str) -> None:
        """Switch the theme. Raises `ConfigError` when there is none of this name."""
        ...

    def show_listing(self, listing: Listing) -> None:
        """Show a list in the transcript."""
        ...

    def show_changes(self, path: str) -> None:
        """Show the differences that the agent made in this session; of one file, or with "" of
        all."""
        ...

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Run this on the UI loop, beside everything else."""
        ...

    def show_notice(self, level: NoticeLevel, title: str, text: str) -> None:
        """Show a notice in the transcript."""
        ...

    @property
    def finder(self) -> FileFinder | None:
        """Finds files of the workspace by a few letters; None where nothing can be found."""
        ...

    @property
    def outside(self) -> Outside:
        """The clipboard, the browser, the editor."""
        ...

    @property
    def asked_rules(self) -> AskedRules:
        """Where a command writes down which rules it wants tried."""
        ...

    def submit_prompt(self, text: str) -> bool:
        """Send a prompt as if it were typed. False when the engine is closed."""
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

    def show_help(self, topic: str = "") -> None:
        """Open the help. topic: a command, to see what it does; "" for everything."""
        ...

    @property
    def key_bindings(self) -> KeyBindings:
        """The keys that hold now."""
        ...

    def change_keys(self, name: str, keys: tuple[str, ...] | None) -> None:
        """Bind an action, by its whole name, for now and for later; () for no key, None for the
        preset's."""
        ...

    def inspect_keys(self) -> None:
        """Show what the terminal sends for each key."""
        ...

    def leave(self) -> None:
        """Leave through the exit door."""
        ...


class Category(StrEnum):
    """What commands are about; the help shows them in this order."""

    SESSION = "Session"
    MODEL = "Model"
    TRANSCRIPT = "Transcript"
    AGENT = "What the agent may do"
    PROGRAM = "Program"
    HOST = "This application"


class Subcommand(Struct, frozen=True):
    """A word behind a command, and what it does. run: called with the host and the values of the
    arguments."""

    word: str
    summary: str
    run: Callable[..., object]
    arguments: tuple[Argument, ...] = ()

    @property
    def usage(self) -> str:
        """The word with its arguments."""
        return f"{self.word} {usage_of(self.arguments)}".rstrip()


class Command(Struct, frozen=True):
    """One slash command.

    run: called with the host and the value of each argument that was given, in their order.
    aliases: other words for it, as typed, slash included. subcommands: words that may stand behind
    it in place of the arguments. category: where the help lists it. details: a paragraph or two
    for `/help NAME`. needs_session: it is refused, with its text given back, before the session is
    open. key_action: the action whose key does the same.
    """

    name: str
    summary: str
    run: Callable[..., object]
    arguments: tuple[Argument, ...] = ()
    aliases: tuple[str, ...] = ()
    subcommands: tuple[Subcommand, ...] = ()
    category: Category = Category.PROGRAM
    details: str = ""
    needs_session: bool = False
    key_action: str = ""

    @property
    def argument(self) -> str:
        """What may stand behind it, as it is shown; "" for nothing."""
        if self.arguments:
            return usage_of(self.arguments)
        if len(self.subcommands) == 1:
            return f"[{self.subcommands[0].usage}]"
        return "[…]" if self.subcommands else ""

    @property
    def usage(self) -> str:
        """The command as one would type it, with its argument."""
        return f"{self.name} {self.argument}".rstrip()


class CommandCall(Struct, frozen=True):
    """A line that looks like a command. command: None when there is none of this name."""

    word: str
    argument: str
    command: Command | None
