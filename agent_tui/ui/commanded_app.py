"""An application in which slash commands can do their work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agent_tui.config.ui_options import UiOptions
from agent_tui.protocol.ports import InputSink
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.asked_rules import AskedRules
from agent_tui.ui.engine_link import EngineLink
from agent_tui.ui.outside_app import OutsideApp
from agent_tui.ui.screens.chat import ChatScreen
from agent_tui.ui.widgets.status_facts import StatusFacts

if TYPE_CHECKING:
    from agent_tui.protocol.desktop import Desktop

_HINT_S = 2.0


class CommandedApp(OutsideApp):
    """Implements `CommandHost` for the slash commands. Call everything on the UI loop.

    request_exit: the one exit door; thread-safe. make_desktop: see `OutsideApp`.
    """

    def __init__(
        self,
        *,
        inputs: InputSink,
        options: UiOptions,
        request_exit: Callable[[str], object],
        make_desktop: Callable[[], Desktop] | None,
    ) -> None:
        super().__init__(
            theme=options.theme,
            themes_folder=options.themes_folder,
            type_ahead=options.type_ahead,
            clipboard=options.clipboard,
            make_desktop=make_desktop,
        )
        self._options = options
        self._request_exit = request_exit
        self._facts = StatusFacts()
        self.link = EngineLink(inputs)
        self.asked_rules = AskedRules()

    @property
    def chat(self) -> ChatScreen:
        """The chat screen, whatever lies on top of it."""
        screen = self.screen_stack[0]
        assert isinstance(screen, ChatScreen)
        return screen

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

    def show_help(self) -> None:
        """Open the help."""
        # Deferred: nobody needs the help before the first picture.
        from agent_tui.ui.screens.help import HelpScreen

        if self.screen is self.chat:
            self.push_screen(HelpScreen(self._options.key_bindings))

    def leave(self) -> None:
        """Leave through the exit door; the second call forces."""
        self.chat.keeper.keep_now()
        self._request_exit("user")

    def _unsay(self, hint: str) -> None:
        if self._facts.hint == hint:
            self.chat.set_hint("")
