"""An application in which slash commands can do their work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.config.program_facts import ProgramFacts
from agent_tui.config.ui_options import UiOptions
from agent_tui.protocol.ports import InputSink
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.asked_rules import AskedRules
from agent_tui.ui.commands.lookup import CommandLookup
from agent_tui.ui.engine_link import EngineLink
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.outside_app import OutsideApp
from agent_tui.ui.screens.chat import ChatScreen
from agent_tui.ui.screens.known_choices import KnownChoices
from agent_tui.ui.widgets.status_facts import StatusFacts

if TYPE_CHECKING:
    from agent_tui.protocol.desktop import Desktop
    from agent_tui.protocol.finding import FileFinder
    from agent_tui.protocol.past_prompts import PromptStore
    from agent_tui.protocol.session_search import SearchHit
    from agent_tui.ui.commands.branch_host import Branching
    from agent_tui.ui.commands.picking import Picking
    from agent_tui.ui.palette.palette import Palette
    from agent_tui.ui.past_prompts import PastPrompts
    from agent_tui.ui.render.listing import Listing

_HINT_S = 2.0


class CommandedApp(OutsideApp):
    """Implements `CommandHost` for the slash commands. Call everything on the UI loop.

    request_exit: the one exit door; thread-safe. make_desktop: see `OutsideApp`. make_prompt_store,
    make_finder: see `UiHooks`.
    """

    def __init__(
        self,
        *,
        inputs: InputSink,
        options: UiOptions,
        request_exit: Callable[[str], object],
        make_desktop: Callable[[], Desktop] | None,
        make_prompt_store: Callable[[], PromptStore] | None,
        make_finder: Callable[[str], FileFinder] | None,
    ) -> None:
        super().__init__(
            theme=options.theme,
            themes_folder=options.themes_folder,
            themes=options.themes,
            type_ahead=options.type_ahead,
            clipboard=options.clipboard,
            make_desktop=make_desktop,
        )
        self._options = options
        self._request_exit = request_exit
        self._make_prompt_store = make_prompt_store
        self._past_prompts: PastPrompts | None = None
        self._make_finder = make_finder
        self._finders: dict[str, FileFinder] = {}  # by workspace
        self._facts = StatusFacts()
        self.link = EngineLink(inputs)
        self.asked_rules = AskedRules()
        self.commands = CommandLookup(options.commands)
        self.known = KnownChoices(lambda: self.link.session_id)
        self._layout_name = options.layout.name
        self._palette: Palette | None = None
        self._branching: Branching | None = None

    @property
    def chat(self) -> ChatScreen:
        """The chat screen, whatever lies on top of it."""
        screen = self.screen_stack[0]
        assert isinstance(screen, ChatScreen)
        return screen

    @property
    def finder(self) -> FileFinder | None:
        """Finds files of the workspace by a few letters; None where nothing can be found."""
        if self._make_finder is None:
            return None
        workspace = self.workspace
        if workspace not in self._finders:
            self._finders[workspace] = self._make_finder(workspace)
        return self._finders[workspace]

    @property
    def past_prompts(self) -> PastPrompts:
        """What was sent in all sessions."""
        if self._past_prompts is None:
            # Deferred: no start should pay for it.
            from agent_tui.ui.past_prompts import PastPrompts

            self._past_prompts = PastPrompts(self, self._make_prompt_store)
        return self._past_prompts

    @property
    def branching(self) -> Branching:
        """Opens the tree and the rewind of the shown session."""
        if self._branching is None:
            # Deferred: no start should pay for it.
            from agent_tui.ui.branching.branch_screens import BranchScreens

            self._branching = BranchScreens(self)
        return self._branching

    @property
    def is_turn_running(self) -> bool:
        """True while a turn runs in the shown session."""
        return self._facts.is_running

    @property
    def session(self) -> SessionInfo | None:
        """The shown session, None before it is open."""
        return self._facts.info

    @property
    def workspace(self) -> str:
        """The folder of the shown session."""
        return self._facts.info.cwd if self._facts.info is not None else self._options.cwd

    @property
    def program(self) -> str:
        """Name and version."""
        return f"{self._options.app_name} {self._options.version}".strip()

    @property
    def facts(self) -> ProgramFacts:
        """Settings, their origins, and where the program keeps its files."""
        return self._options.facts

    @property
    def layout_name(self) -> str:
        """The layout in use."""
        return self._layout_name

    @property
    def is_vim_on(self) -> bool:
        """The subclass's; see `CommandHost`."""
        raise NotImplementedError

    def use_vim(self, is_wanted: bool) -> None:
        """The subclass's; see `CommandHost`."""
        raise NotImplementedError

    def use_layout(self, name: str) -> None:
        """Switch the layout: standard, minimal or sidebar."""
        self._layout_name = name
        self.chat.use_layout(name)

    def terminal_facts(self) -> Sequence[tuple[str, str]]:
        """What is known of the terminal, as names and values."""
        # Deferred: only the doctor asks.
        from agent_tui.ui.terminal_facts import terminal_facts

        return terminal_facts(self)

    async def action_palette(self) -> None:
        """Open the palette, or close it; nothing happens on top of the help."""
        if self.screen is not self.chat:
            return
        if self._palette is None:
            # Deferred: no start should pay for it.
            from agent_tui.ui.palette.palette import Palette

            self._palette = Palette(
                self,
                lambda: self.key_bindings,
                run_action=lambda action: self.call_later(self.run_action, action),
                write=self.chat.write_command,
            )
        if self.session is not None:
            self.link.stored.list_sessions()
        await self.chat.toggle_palette(self._palette.picking)

    def pick(self, picking: Picking) -> None:
        """Let the user choose from a list above the composer."""
        self.call_later(self.chat.pick, picking)

    def submit_prompt(self, text: str) -> bool:
        """Send a prompt as if it were typed. False when the engine is closed."""
        return bool(text.strip()) and self.link.submit(text.strip())

    def show_listing(self, listing: Listing) -> None:
        """Show a list in the transcript."""
        if self.chat.transcript is not None:
            self.chat.transcript.add_listing(listing)

    def show_changes(self, path: str) -> None:
        """Show the differences that the agent made in this session."""
        self.in_background(self._show_changes(path))

    def show_notice(self, level: NoticeLevel, title: str, text: str) -> None:
        """Show a notice in the transcript."""
        self.chat.show_notice(level, title, text)

    def put_back(self, text: str) -> None:
        """Give a text back to the composer."""
        self.chat.composer.put_back(text)

    def say(self, hint: str) -> None:
        """Answer a key in the status bar for a moment."""
        self.chat.set_hint(hint)
        self.set_timer(_HINT_S, lambda: self._unsay(hint))

    def copy_answer(self, number: int) -> None:
        """Copy an answer of the model."""
        self.chat.copy_answer(number)

    def copy_code(self) -> None:
        """Copy a code block of the last answers."""
        self.chat.copy_code()

    def open_conversation(self) -> None:
        """Open the conversation in the editor."""
        self.chat.open_conversation()

    def search(self, text: str) -> None:
        """Open the search with this text."""
        self.call_later(self.chat.open_search, text)

    def show_help(self, topic: str = "") -> None:
        """Open the help, or what it says about one command."""
        # Deferred: nobody needs the help before the first picture.
        from agent_tui.ui.screens.help import HelpScreen
        from agent_tui.ui.screens.place import place_of

        if self.screen is self.chat:
            keys, commands = self._options.key_bindings, self.commands.all
            self.push_screen(HelpScreen(keys, commands, place=place_of(self.chat), topic=topic))

    @property
    def key_bindings(self) -> KeyBindings:
        """The keys that hold now."""
        return self._options.key_bindings

    def whole_key(self, key: str) -> str:
        """The subclass's; see `CommandHost`."""
        raise NotImplementedError

    def change_keys(self, name: str, keys: tuple[str, ...] | None) -> None:
        """The subclass's; see `CommandHost`."""
        raise NotImplementedError

    def list_stored(self, text: str = "", *, is_search: bool = False) -> None:
        """The subclass's; see `SessionsHost`."""
        raise NotImplementedError

    def open_stored(self, session_id: str, hit: SearchHit | None = None) -> None:
        """The subclass's; see `SessionsHost`."""
        raise NotImplementedError

    def inspect_keys(self) -> None:
        """The subclass's; see `CommandHost`."""
        raise NotImplementedError

    def leave(self) -> None:
        """Leave through the exit door; the second call forces."""
        self.chat.keeper.keep_now()
        self._request_exit("user")

    async def _show_changes(self, path: str) -> None:
        # Deferred: items are no part of the first picture.
        from agent_tui.ui.transcript.changes import file_changes

        transcript = self.chat.transcript
        if transcript is None:
            return
        changes = await file_changes(transcript.content, path)
        if changes:
            transcript.add_changes(changes)
        else:
            where = f" in {harmless(path)}" if path else ""
            self.show_notice(NoticeLevel.INFO, f"Nothing was changed{where} by a tool so far", "")

    def _unsay(self, hint: str) -> None:
        if self._facts.hint == hint:
            self.chat.set_hint("")
