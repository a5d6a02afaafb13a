"""The application: owns the screens, the keys that work everywhere, and the way out."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from textual.screen import Screen
from textual.widgets import TextArea

from agent_tui.config.ui_options import UiOptions
from agent_tui.protocol.ports import EventSource, InputSink
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.asked_rules import AskedRules
from agent_tui.ui.engine_link import EngineLink
from agent_tui.ui.key_ladders import (
    AGAIN_TO_QUIT_S,
    KeyStep,
    interrupt_step,
    next_mode,
    stop_step,
)
from agent_tui.ui.keymap import app_bindings, first_key
from agent_tui.ui.outside_app import OutsideApp
from agent_tui.ui.screens.chat import ChatScreen
from agent_tui.ui.warm_up import settle_memory, warm_up
from agent_tui.ui.widgets.status_facts import StatusFacts

if TYPE_CHECKING:
    from agent_tui.protocol.desktop import Desktop

logger = logging.getLogger(__name__)

_HINT_S = 2.0
# By then the SDK is loaded. Both at once would make a first prompt wait for what only the reply
# needs; a reply that is quicker still stands as plain text until the parser is there.
_WARM_UP_AFTER_S = 1.0


class UiHooks(Struct, frozen=True, kw_only=True):
    """What the screen asks of the program around it.

    on_ready: called once, on the UI loop, when the first picture has been painted. request_exit:
    the one exit door; thread-safe; a second call forces. make_desktop: gives clipboard, browser
    and editor when first wanted; without it, texts are copied by the terminal alone.
    """

    on_ready: Callable[[], object]
    request_exit: Callable[[str], object]
    make_desktop: Callable[[], Desktop] | None = None


class ChatApp(OutsideApp):
    """The full-screen chat. It never ends on its own: only when the engine closes the events.

    Implements `CommandHost` for the slash commands. Call everything on the UI loop. Raises
    `ConfigError` when the theme does not exist.
    """

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False

    def __init__(
        self, *, events: EventSource, inputs: InputSink, options: UiOptions, hooks: UiHooks
    ) -> None:
        super().__init__(
            theme=options.theme,
            themes_folder=options.themes_folder,
            type_ahead=options.type_ahead,
            clipboard=options.clipboard,
            make_desktop=hooks.make_desktop,
        )
        self.title = options.app_name
        self._options = options
        self._hooks = hooks
        self._events = events
        self._facts = StatusFacts()
        self._asked_to_quit_until = 0.0
        self._bindings = app_bindings(options.key_bindings)
        self.link = EngineLink(inputs)
        self.asked_rules = AskedRules()

    def get_default_screen(self) -> Screen[None]:
        """The chat is the bottom of the screen stack."""
        return ChatScreen(self._options, self, self._facts)

    def on_mount(self) -> None:
        """Wait for the first picture."""
        self._give_driver_the_terminals_attributes()
        self.app_resume_signal.subscribe(self, lambda _: self.action_redraw())
        self.call_after_refresh(self._first_picture_painted)

    @property
    def chat(self) -> ChatScreen:
        """The chat screen, whatever lies on top of it."""
        screen = self.screen_stack[0]
        assert isinstance(screen, ChatScreen)
        return screen

    @property
    def failure(self) -> BaseException | None:
        """The error that ended the screen, None when it was left."""
        return self._exception

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
        self._hooks.request_exit("user")

    def action_leave(self) -> None:
        """The quit key."""
        self.leave()

    def action_help(self) -> None:
        """The help key: opens, and closes again."""
        if self.screen is self.chat:
            self.show_help()
        else:
            self._close_top()

    def action_stop(self) -> None:
        """Esc."""
        chat = self.chat
        if self.screen is chat and chat.end_selection():
            return
        is_open = self.screen is not chat or chat.is_view_open or chat.is_search_open
        step = stop_step(is_something_open=is_open, is_running=self._facts.is_running)
        if step is KeyStep.CLOSE:
            self._close_top()
        elif step is KeyStep.STOP_TURN:
            self.link.stop_turn()

    def action_interrupt(self) -> None:
        """Ctrl+C."""
        if self.screen is self.chat and self.chat.copy_selection():
            return
        composer = self.chat.composer
        field = self.focused if isinstance(self.focused, TextArea) else composer
        selected = self.screen.get_selected_text() or field.selected_text
        is_on_top = self.screen is not self.chat or self.chat.is_search_focused
        if is_on_top and not selected:
            self._close_top()
            return
        step = interrupt_step(
            has_selection=bool(selected),
            has_draft=not composer.is_blank,
            is_running=self._facts.is_running,
            is_asked=time.monotonic() < self._asked_to_quit_until,
            is_leaving=self._facts.is_leaving,
        )
        if step is KeyStep.COPY:
            self.outside.copy(selected, "selection")
        elif step is KeyStep.STASH:
            composer.put_aside()
        elif step is KeyStep.STOP_TURN:
            self.link.stop_turn()
        elif step is KeyStep.ASK_AGAIN:
            self._asked_to_quit_until = time.monotonic() + AGAIN_TO_QUIT_S
            self.say(f"{first_key(self._options.key_bindings, 'interrupt')} again to quit")
        else:
            self.leave()

    def action_cycle_permission_mode(self) -> None:
        """The mode key; the engine tells what came of it."""
        if self._facts.info is not None:
            self.link.set_permission_mode(next_mode(self._facts.info.permission_mode))

    def on_composer_help_wanted(self) -> None:
        """The help key on an empty composer."""
        self.show_help()

    def on_composer_leave_wanted(self) -> None:
        """The end-of-input key on an empty composer."""
        self.leave()

    async def _pump_until_closed(self) -> None:
        await asyncio.to_thread(_load_transcript)
        from agent_tui.ui.forwarders.assembly import connected_pump

        pump = await connected_pump(
            self._events, self.chat, self._facts, self.link, self._options, self.asked_rules
        )
        # A test process opens many apps: what one of them freezes would never be freed.
        if not self.is_headless:
            settle_memory()
            self.set_timer(_WARM_UP_AFTER_S, self._warm_up)
        await pump.run()
        self.exit()

    async def _first_picture_painted(self) -> None:
        self._hooks.on_ready()
        await self.release_keys()
        self.run_worker(self._pump_until_closed(), name="pump")

    def _warm_up(self) -> None:
        threading.Thread(target=warm_up, name="warm-up", daemon=True).start()

    def _give_driver_the_terminals_attributes(self) -> None:
        # The driver found a raw terminal; what it gives to a shell or an editor is a cooked one.
        attributes = self._options.terminal_attributes
        if attributes is not None and self._driver is not None:
            self._driver.attrs_before = attributes  # type: ignore[attr-defined]

    def _fatal_error(self) -> None:
        # Textual would print a traceback with all local variables, keys among them, on the
        # terminal.
        logger.error("The screen failed", exc_info=self._exception)
        self._close_messages_no_wait()

    def _close_top(self) -> None:
        if self.screen is not self.chat:
            self.pop_screen()
        elif self.chat.is_search_focused or not self.chat.is_view_open:
            self.chat.close_search()
        else:
            self.chat.close_view()

    def _unsay(self, hint: str) -> None:
        if self._facts.hint == hint:
            self.chat.set_hint("")


def _load_transcript() -> None:
    # Deferred: the transcript and all that it needs would delay the first picture by a tenth. In a
    # thread: the first keys would wait for it, and for the engine, which is loaded beside it.
    import agent_tui.ui.forwarders.assembly  # noqa: F401
