"""A chat that runs without a terminal, for tests that look at the screen and press keys."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot
from textual.strip import Strip

from agent_tui.config.ui_options import UiOptions
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.desktop import Desktop
from agent_tui.protocol.events import SessionOpened, TurnEnded, TurnStarted
from agent_tui.protocol.finding import FileFinder
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.past_prompts import PromptStore
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import TurnStatus
from agent_tui.ui.app import ChatApp, UiHooks
from agent_tui.ui.early_keys import parsed_keys
from agent_tui.ui.widgets.composer import Composer
from tests.ui.fake_engine import FakeEngine


class RunningChat:
    """What a test may do and see."""

    def __init__(
        self, app: ChatApp, engine: FakeEngine, pilot: Pilot[int], exits: list[str]
    ) -> None:
        self.app = app
        self.engine = engine
        self.pilot = pilot
        self.exits = exits  # reasons with which the screen asked to leave

    @property
    def composer(self) -> Composer:
        return self.app.chat.composer

    def is_composing(self) -> bool:
        """The composer has the focus."""
        return self.composer.has_focus

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def write(self, text: str) -> None:
        """As if typed, but at once."""
        self.composer.insert(text)
        await self.pilot.pause()

    async def enter(self, text: str) -> None:
        """Write and send."""
        self.composer.insert(text)
        await self.pilot.press("enter")

    async def show(self, session_id: str, **fields: Any) -> None:
        """Ask for another session, which opens. fields: see `opened`."""
        self.app.link.open_session(session_id)
        await self.emit(opened(session_id, **fields))

    async def emit(self, *events: AgentEvent) -> None:
        await self.engine.emit(*events)
        await self.pilot.pause()

    def type_burst(self, raw: bytes) -> None:
        """Keys that the terminal sends in one go."""
        for event in parsed_keys(raw):
            self.app.post_message(event)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Let the program run until this holds; the test's time limit ends what never does."""
        while not holds():
            await self.pilot.pause(0.01)

    async def until_sees(self, text: str) -> None:
        """Wait for what a thread prepares. The time limit of the test is the limit."""
        while not self.sees(text):
            await self.pilot.pause()

    def forgive_failure(self) -> None:
        """The failure was wanted: do not raise it again at the end of the test."""
        self.app._exception = None

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        await self.pilot.pause()

    def rows(self) -> list[str]:
        """The screen as text, without the blanks at the right."""
        return [strip.text.rstrip() for strip in self.strips()]

    def strips(self) -> list[Strip]:
        return self.app.screen._compositor.render_strips()

    def painted(self) -> list[Strip]:
        """The screen as it goes to the terminal, colour filters applied."""
        background = self.app.screen.styles.background
        filters = self.app.get_line_filters()
        painted = []
        for strip in self.strips():
            segments = list(strip)
            for line_filter in filters:
                segments = line_filter.apply(segments, background)
            painted.append(Strip(segments))
        return painted

    def sees(self, text: str) -> bool:
        return any(text in row for row in self.rows())

    def sees_words(self, text: str) -> bool:
        """Whether the words stand there one after the other, wherever lines break."""
        return text in " ".join(word for row in self.rows() for word in row.split() if word != "▌")


@asynccontextmanager
async def running_chat(
    *,
    size: tuple[int, int] = (80, 24),
    is_open: bool = True,
    desktop: Desktop | None = None,
    finder: FileFinder | None = None,
    prompt_store: PromptStore | None = None,
    **options: Any,
) -> AsyncIterator[RunningChat]:
    """Run a chat. options: fields of `UiOptions`. is_open: the first session is open already.
    desktop: what it copies and opens with. finder: finds its files. prompt_store: the prompts of
    all sessions."""
    engine = FakeEngine()
    exits: list[str] = []
    hooks = UiHooks(
        on_ready=lambda: None,
        request_exit=exits.append,
        make_desktop=None if desktop is None else lambda: desktop,
        make_prompt_store=None if prompt_store is None else lambda: prompt_store,
        make_finder=None if finder is None else lambda _: finder,
    )
    options = {"version": "1.2.3", "cwd": "/proj", **options}
    app = ChatApp(events=engine, inputs=engine, options=UiOptions(**options), hooks=hooks)
    async with app.run_test(size=size) as pilot:
        chat = RunningChat(app, engine, pilot, exits)
        if is_open:
            await chat.emit(opened())
        await pilot.pause()
        yield chat


def a_session(session_id: str = "s1", **fields: Any) -> SessionInfo:
    return SessionInfo(
        **{"id": session_id, "model": "gpt-5.4", "provider": "openai", "cwd": "/proj", **fields}
    )


def opened(session_id: str = "s1", **fields: Any) -> SessionOpened:
    return SessionOpened(**{"session_id": session_id, "info": a_session(session_id), **fields})


def a_message(text: str, *, message_id: str = "m1", role: Role = Role.USER) -> ChatMessage:
    return ChatMessage(id=message_id, role=role, parts=(TextPart(id=f"{message_id}.1", text=text),))


def turn_started(
    prompt: str = "hello", *, prompt_id: str = "m1", turn_id: str = "t1"
) -> TurnStarted:
    message = a_message(prompt, message_id=prompt_id)
    return TurnStarted(session_id="s1", turn_id=turn_id, prompt=message)


def turn_ended(status: TurnStatus = TurnStatus.OK, *, turn_id: str = "t1") -> TurnEnded:
    result = TurnResult(session_id="s1", turn_id=turn_id, status=status)
    return TurnEnded(session_id="s1", turn_id=turn_id, result=result)
