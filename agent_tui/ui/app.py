"""The application: owns the screens, the keys that work everywhere, and the way out."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from textual.app import App
from textual.screen import Screen

from agent_tui.config.ui_options import UiOptions
from agent_tui.protocol.ports import EventSource, InputSink
from agent_tui.ui.keymap import app_bindings
from agent_tui.ui.rebound_app import ReboundApp
from agent_tui.ui.screens.chat import ChatScreen
from agent_tui.ui.warm_up import settle_memory, warm_up

if TYPE_CHECKING:
    from agent_tui.protocol.desktop import Desktop
    from agent_tui.protocol.finding import FileFinder
    from agent_tui.protocol.hints import HintMemory
    from agent_tui.protocol.keymap_file import KeymapFile
    from agent_tui.protocol.past_prompts import PromptStore

logger = logging.getLogger(__name__)

# By then the SDK is loaded. Both at once would make a first prompt wait for what only the reply
# needs; a reply that is quicker still stands as plain text until the parser is there.
_WARM_UP_AFTER_S = 1.0


class UiHooks(Struct, frozen=True, kw_only=True):
    """What the screen asks of the program around it.

    on_ready: called once, on the UI loop, when the first picture has been painted. request_exit:
    the one exit door; thread-safe; a second call forces. make_desktop: gives clipboard, browser
    and editor when first wanted; without it, texts are copied by the terminal alone.
    make_prompt_store: gives the prompts of all sessions, called in a thread; without it, only
    those of the shown session are known. make_hint_memory: gives what remembers which hints were
    had, called in a thread; without it there are no hints. make_finder: gives what finds files
    below a folder, when first wanted; without it, no files are offered. keymap_file: where
    `/keymap` writes; None when the keys are the host's.
    """

    on_ready: Callable[[], object]
    request_exit: Callable[[str], object]
    make_desktop: Callable[[], Desktop] | None = None
    make_prompt_store: Callable[[], PromptStore] | None = None
    make_hint_memory: Callable[[], HintMemory] | None = None
    make_finder: Callable[[str], FileFinder] | None = None
    keymap_file: KeymapFile | None = None


class ChatApp(ReboundApp, App[int]):
    """The full-screen chat. It never ends on its own: only when the engine closes the events.

    Implements `CommandHost` for the slash commands. Call everything on the UI loop. Raises
    `ConfigError` when the theme does not exist.
    """

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False

    def __init__(
        self, *, events: EventSource, inputs: InputSink, options: UiOptions, hooks: UiHooks
    ) -> None:
        super().__init__(
            inputs=inputs,
            options=options,
            request_exit=hooks.request_exit,
            make_desktop=hooks.make_desktop,
            make_prompt_store=hooks.make_prompt_store,
            make_finder=hooks.make_finder,
        )
        self.title = options.app_name
        self._hooks = hooks
        self._events = events
        self.keymap_file = hooks.keymap_file
        self._bindings = app_bindings(options.key_bindings)

    def get_default_screen(self) -> Screen[None]:
        """The chat is the bottom of the screen stack."""
        return ChatScreen(self._options, self, self._facts)

    def on_mount(self) -> None:
        """Wait for the first picture."""
        self._give_driver_the_terminals_attributes()
        self.app_resume_signal.subscribe(self, lambda _: self.terminal_came_back())
        self.call_after_refresh(self._first_picture_painted)

    @property
    def owns_process(self) -> bool:
        """The program's memory is this screen's to settle; a test's process lives on."""
        return not self.is_headless

    @property
    def failure(self) -> BaseException | None:
        """The error that ended the screen, None when it was left."""
        return self._exception

    async def _pump_until_closed(self) -> None:
        await asyncio.to_thread(_load_transcript)
        from agent_tui.ui.forwarders.assembly import connected_pump

        pump = await connected_pump(self._events, self.chat, self._facts, self._options, host=self)
        if self.owns_process:
            settle_memory()
            self.set_timer(_WARM_UP_AFTER_S, self._warm_up)
        if (make_memory := self._hooks.make_hint_memory) is not None:
            self.run_worker(self.begin_teaching(make_memory), name="hints")
        if self._options.opens_session_list:
            self.list_stored()
        await pump.run()
        self.exit()

    async def _first_picture_painted(self) -> None:
        self._hooks.on_ready()
        self.choose_editing()
        await self.release_keys()
        self.begin_editing()
        self.run_worker(self._pump_until_closed(), name="pump")

    def _warm_up(self) -> None:
        threading.Thread(target=warm_up, name="warm-up", daemon=True).start()

    def _give_driver_the_terminals_attributes(self) -> None:
        # The driver found a raw terminal; what it gives to a shell or an editor is a cooked one.
        attributes = self._options.terminal_attributes
        if attributes is not None and self._driver is not None:
            self._driver.attrs_before = attributes  # type: ignore[attr-defined]

    def _handle_exception(self, error: Exception) -> None:
        # A mistake in a host's widget costs that widget, not the session.
        chat = self.screen_stack[0] if self.screen_stack else None
        hosted = chat.hosted if isinstance(chat, ChatScreen) else None
        notice = hosted.take_out(error) if hosted is not None else None
        if notice is None:
            super()._handle_exception(error)
        else:
            self.show_notice(*notice)

    async def _close_all(self) -> None:
        try:
            await super()._close_all()
        except Exception:  # a host's widget that fails as it goes; what is behind must be closed
            logger.exception("A part of the screen did not close in order")

    def _fatal_error(self) -> None:
        # Textual would print a traceback with all local variables, keys among them, on the
        # terminal.
        logger.error("The screen failed", exc_info=self._exception)
        self._close_messages_no_wait()


def _load_transcript() -> None:
    # Deferred: the transcript and all that it needs would delay the first picture by a tenth. In a
    # thread: the first keys would wait for it, and for the engine, which is loaded beside it.
    import agent_tui.ui.forwarders.assembly  # noqa: F401
