"""`ChatView`: transcript, panels, waiting prompts, composer and status line as one widget."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import TextArea

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.config.ui_options import UiOptions
from agent_tui.errors import AgentTuiError
from agent_tui.protocol.embedding import EmbeddableAgent
from agent_tui.protocol.permissions import PermissionMode
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import AppState, NoticeLevel
from agent_tui.ui.chat_view.embedded_composer import EmbeddedComposer
from agent_tui.ui.chat_view.view_actions import ViewActions
from agent_tui.ui.chat_view.view_forwarders import view_pump
from agent_tui.ui.chat_view.view_host import ViewHost
from agent_tui.ui.chat_view.view_keys import ViewKeys, keys_bound_around, without_screen_actions
from agent_tui.ui.engine_link import EngineLink
from agent_tui.ui.keymap import first_key
from agent_tui.ui.transcript.transcript import Transcript
from agent_tui.ui.widgets.composer import Composer
from agent_tui.ui.widgets.draft_keeper import DraftKeeper
from agent_tui.ui.widgets.status_bar import StatusBar
from agent_tui.ui.widgets.status_facts import StatusFacts
from agent_tui.ui.widgets.status_line import Hints

if TYPE_CHECKING:
    from agent_tui.ui.commands.command import CommandHost
    from agent_tui.ui.panels.prompt_dock import PromptDock

logger = logging.getLogger(__name__)

_MOST_COMPOSER_ROWS = 8


class ChatView(ViewActions, Vertical):
    """A chat with an agent, anywhere in a Textual application; also several of them.

        class Desk(App):
            def compose(self):
                yield Static("my own widgets")
                yield ChatView(Agent(has_shipped_tools=True))

    It starts its agent when it is mounted, and closes it when it is unmounted, through the exit
    door; an agent that was started before is left to who started it. A running turn gets
    `shutdown_grace_s` then, but nothing when the whole application leaves, where no key could cut
    that short: `await agent.stop()` before, to wait for it. The engine runs on its own thread.
    Colours are those of the application's theme. Keys that the application has bound stay
    the application's; Esc is taken only while there is something to close or stop.

    Made for one mount. What it does not have, the full screen has: slash commands, shell lines,
    mentions, other sessions, the sidebar, vim and emacs.

    Args:
        agent: not used by another view.
        welcome: the first words of an empty session, in markdown.
        key_bindings: of composer and lists; the shipped ones when None.
        has_status_bar: show the line at the bottom.
    """

    DEFAULT_CSS = """
    ChatView { width: 1fr; height: 1fr; background: $background; color: $foreground; }
    ChatView > Transcript { height: 1fr; }
    """

    class SessionOpened(Message):
        """The agent is there. info: its session."""

        def __init__(self, view: ChatView, info: SessionInfo) -> None:
            super().__init__()
            self.view, self.info = view, info

    class TurnEnded(Message):
        """A turn has ended, in whatever way."""

        def __init__(self, view: ChatView, result: TurnResult) -> None:
            super().__init__()
            self.view, self.result = view, result

    def __init__(
        self,
        agent: EmbeddableAgent,
        *,
        welcome: str = "",
        key_bindings: KeyBindings | None = None,
        has_status_bar: bool = True,
        id: str | None = None,
        classes: str = "",
    ) -> None:
        self._connection = agent.connect_screen()
        self._facts = StatusFacts()
        self.link = EngineLink(self._connection.inputs)
        self._keys = key_bindings or KeyBindings.default()
        self._view_host = ViewHost(
            self,
            self.link,
            self._keys,
            run_binding=self.run_binding,
            show_hint=self._show_hint,
            show_notice=self.show_notice,
        )
        # The parts that this derives from ask no more of a `CommandHost` than this one has.
        super().__init__(cast("CommandHost", self._view_host))
        if id is not None:
            self.id = id
        self.add_class(*classes.split())
        self._options = UiOptions(key_bindings=self._keys, welcome=welcome)
        self.set_up_queue(self._options)
        self._view_keys = ViewKeys(self._keys, ())
        self._is_open = False
        self.early_notices: list[tuple[NoticeLevel, str, str]] = []
        self.transcript = self.shown_transcript
        self.composer = EmbeddedComposer(
            "",
            self._keys,
            placeholder="Write a prompt",
            run_binding=self.run_binding,
            whole_key=lambda key: key,
        )
        self.composer.tab_behavior = "focus"
        self.composer.taker = self._take_submitted
        hints = Hints(help="", help_writing="", quit="", stop=first_key(self._keys, "stop"))
        self.status_bar = StatusBar(self._facts, hints, is_quiet=not has_status_bar)
        self.keeper = DraftKeeper(
            self.set_timer, self.link.save_draft, lambda: self.composer.kept_draft
        )

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield self.shown_transcript
        yield self.queue_strip
        yield self.composer
        yield self.status_bar

    def on_mount(self) -> None:
        """Find out which keys are taken, and start the agent."""
        self._view_keys = ViewKeys(self._keys, keys_bound_around(self))
        self._bindings = self._view_keys.view_bindings(self._bindings)
        shown = self.shown_transcript
        shown._bindings = without_screen_actions(shown._bindings)  # noqa: SLF001
        self._begin()

    async def on_unmount(self) -> None:
        """Keep the draft, close what this view has opened."""
        self.keeper.keep_now()
        await self._connection.close(is_hurried=not self.app.is_running)

    @property
    def session(self) -> SessionInfo | None:
        """The shown session, None before it is open."""
        return self._facts.info

    @property
    def is_turn_running(self) -> bool:
        """True while a turn runs."""
        return self._facts.is_running

    def focus(self, scroll_visible: bool = True) -> Self:
        """Give the focus to the composer."""
        self.composer.focus(scroll_visible)
        return self

    def submit(self, text: str) -> bool:
        """Send a prompt as if it were typed. False when the agent is closed."""
        return bool(text.strip()) and self.link.submit(text.strip())

    def show_notice(self, level: NoticeLevel, title: str, text: str) -> None:
        """Show something between the turns; the model does not see it."""
        if self._facts.info is None:
            self.early_notices.append((level, title, text))
        self.shown_transcript.add_notice(level, title, text)

    def say(self, hint: str) -> None:
        """Answer a key in the status line for a moment."""
        self._view_host.say(hint)

    def made_dock(self) -> PromptDock:
        """The place of the panels; made at the first call."""
        if self.dock is None:
            # Deferred: only agents that ask pay for the panels.
            from agent_tui.ui.panels.chat_dock import chat_dock

            self.dock = chat_dock(self.link, self._facts, self.status_bar.show, self._options)
            self.mount(self.dock, before=self.queue_strip)
        return self.dock

    def welcome(self, info: SessionInfo) -> None:
        """The first words of an empty session."""
        if self._options.welcome:
            self.shown_transcript.add_welcome(self._options.welcome)
        else:
            self.shown_transcript.add_greeting(info.model, "", "")

    def session_opened(self, info: SessionInfo) -> None:
        """Tell the application."""
        self._view_host.workspace = info.cwd
        self.post_message(self.SessionOpened(self, info))

    def turn_ended(self, result: TurnResult) -> None:
        """Tell the application."""
        self.post_message(self.TurnEnded(self, result))

    def set_permission_mode(self, mode: PermissionMode) -> None:
        """What the session may do without asking."""
        self.link.set_permission_mode(mode)

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Keep the draft."""
        if message.text_area is self.composer:
            message.stop()
            self.keeper.text_changed(is_empty=not self.composer.text)
            self._facts.has_draft = bool(self.composer.text)
            self._facts.send_hint = self.send_hint if self._facts.has_draft else ""
            self.status_bar.show()

    def on_transcript_follow_changed(self, message: Transcript.FollowChanged) -> None:
        """Say that there is more below than one sees."""
        message.stop()
        self._facts.unseen_count = None if message.follows else message.unseen_count
        self.status_bar.show()

    def on_resize(self, event: events.Resize) -> None:
        """Leave the transcript most of the room."""
        rows = max(1, min(_MOST_COMPOSER_ROWS, event.size.height // 3))
        self.composer.styles.max_height = rows + 1  # the rule above it
        self.queue_strip.fit(event.size.height)

    def _take_submitted(self, message: Composer.Submitted) -> None:
        self._is_other_wanted = message.is_other_way
        if not self.send_prompt(message.text.strip()):
            self.composer.put_back(message.shown)
        elif not self._is_open:
            self._begin()
        self.composer.bring_back_after_send()
        if self.dock is not None:
            self.dock.invite()

    def _show_hint(self, hint: str) -> None:
        self._facts.hint = hint
        self.status_bar.show()

    def _begin(self) -> None:
        self.run_worker(self._serve(), group="chat", exclusive=False, exit_on_error=False)

    async def _serve(self) -> None:
        if self._is_open:
            return
        self._is_open = True
        try:
            stream = await self._connection.open(can_ask_permission=True, can_ask_questions=True)
        except Exception as error:  # also one of a host's store or hook
            self._is_open = False
            if not isinstance(error, AgentTuiError):
                logger.exception("The agent of a chat view could not start")
            text = f"{error or type(error).__name__} What you send starts it again."
            self.show_notice(NoticeLevel.ERROR, "The agent could not start", text)
            return
        try:
            await view_pump(self, stream, self._facts).run()
            self._facts.app_state = AppState.TERMINATED  # also of an engine that failed
            self._facts.end_turn()
            self.status_bar.show()
        except Exception:  # the application around goes on
            logger.exception("A chat view failed")
            title = "The chat has failed"
            self.show_notice(NoticeLevel.ERROR, title, "The log has the details.")
