"""An engine at work, with fakes at its edges, and what a test asks of it."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

import anyio
import anyio.lowlevel

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.clock import Clock
from agent_tui.engine.controller import Controller
from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.event_stream import EventStream
from agent_tui.engine.input_queue import InputQueue
from agent_tui.engine.shell_commands.shell_parts import ShellParts
from agent_tui.engine.tool_parts import ToolParts
from agent_tui.engine.turns.request_messages import RequestMessages
from agent_tui.errors import ProviderUnavailable
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.events import PartDelta, SessionStatusChanged, TurnEnded, UsageUpdated
from agent_tui.protocol.exchange_ports import MakeExchange
from agent_tui.protocol.hooks import Hooks
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.inputs import SubmitPrompt, UserInput
from agent_tui.protocol.mention_reading import MentionReader
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.ports import SessionStore
from agent_tui.protocol.requests import ModelRequest
from agent_tui.protocol.results import TurnResult
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, FakeProviderSource

Event = TypeVar("Event", bound=AgentEvent)
QUIET = (SessionStatusChanged, UsageUpdated)  # in every turn; left out of `names`


class PlayedEngine:
    """A running controller with one session, and the events it told so far."""

    def __init__(
        self, controller: Controller, hub: EventHub, inputs: InputQueue, token: CancellationToken
    ) -> None:
        self.controller, self.hub, self.inputs, self.token = controller, hub, inputs, token
        self.stream: EventStream = hub.subscribe(is_primary=True)
        self.events: list[AgentEvent] = []
        self._unread: deque[AgentEvent] = deque()
        self.quit_reasons: list[str] = []

    @property
    def messages(self) -> tuple[ChatMessage, ...]:
        return self.controller.messages("")

    def put(self, user_input: UserInput) -> None:
        self.inputs.put(user_input)

    def submit(self, text: str, prompt_id: str = "") -> None:
        self.put(SubmitPrompt(prompt_id=prompt_id or new_id(), text=text))

    async def until(self, is_wanted: Callable[[AgentEvent], bool]) -> AgentEvent:
        """Read on until a wanted event; a later call goes on behind it."""
        while True:
            while self._unread:
                event = self._unread.popleft()
                if is_wanted(event):
                    return event
            batch = await self.stream.receive()
            assert batch, "the stream ended before the wanted event"
            self._keep(batch)

    async def until_type(self, kind: type[Event]) -> Event:
        event = await self.until(lambda event: isinstance(event, kind))
        assert isinstance(event, kind)
        return event

    async def settle(self) -> list[AgentEvent]:
        """Let every task go on until it waits; returns the events told meanwhile."""
        for _ in range(20):  # spares `wait_all_tasks_blocked` its sleep of 0.1 s
            await anyio.lowlevel.checkpoint()
        await anyio.wait_all_tasks_blocked()
        batch: Sequence[AgentEvent] = ()
        with anyio.move_on_after(0):
            batch = await self.stream.receive()
        self._keep(batch)
        return list(batch)

    async def play(self, text: str) -> TurnResult:
        """Submit a prompt and read until its turn has ended."""
        self.submit(text)
        return (await self.until_type(TurnEnded)).result

    def _keep(self, batch: Sequence[AgentEvent]) -> None:
        self.events += batch
        self._unread += batch

    def all_of(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]


@asynccontextmanager
async def an_engine(
    *providers: FakeProvider,
    store: SessionStore | None = None,
    clock: Clock | None = None,
    options: EngineOptions | None = None,
    stored_id: str = "",
    tools: ToolParts | None = None,
    shell: ShellParts | None = None,
    mentions: Callable[[], MentionReader] | None = None,
    exchange: MakeExchange | None = None,
    hooks: Hooks | None = None,
) -> AsyncIterator[PlayedEngine]:
    """A controller that runs inside the block, with its first session open."""
    clock = clock or FakeClock()
    hub, inputs, token = EventHub(clock), InputQueue(), CancellationToken()
    quit_reasons: list[str] = []
    controller = Controller(
        hub=hub,
        inputs=inputs,
        store=store,
        providers=FakeProviderSource(*providers),
        options=options or EngineOptions(cwd="/project"),
        clock=clock,
        token=token,
        on_quit=quit_reasons.append,
        tools=tools,
        shell=shell,
        mentions=mentions,
        exchange=exchange,
        hooks=hooks,
    )
    engine = PlayedEngine(controller, hub, inputs, token)
    engine.quit_reasons = quit_reasons
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(controller.run)
        await controller.open_first(stored_id)
        await engine.settle()
        try:
            yield engine
        finally:
            controller.stop()


def names(events: Iterable[AgentEvent]) -> list[str]:
    """Class names in order, without status and usage; deltas of one part count once."""
    kept = [event for event in events if not isinstance(event, QUIET)]
    found: list[str] = []
    for event in kept:
        name = type(event).__name__
        if not (isinstance(event, PartDelta) and found[-1:] == [name]):
            found.append(name)
    return found


def texts(messages: Sequence[ChatMessage]) -> list[str]:
    """The visible text of each message."""
    return [message.text for message in messages]


def a_prompt(text: str, message_id: str = "") -> ChatMessage:
    return ChatMessage(
        id=message_id or new_id(), role=Role.USER, parts=(TextPart(id=new_id(), text=text),)
    )


def an_answer(text: str, *, is_interrupted: bool = False) -> ChatMessage:
    return ChatMessage(
        id=new_id(),
        role=Role.ASSISTANT,
        parts=(TextPart(id=new_id(), text=text),),
        is_interrupted=is_interrupted,
    )


def request_texts(request: ModelRequest) -> list[str]:
    return [message.text for message in request.messages]


def request_of(history: Iterable[ChatMessage]) -> tuple[ChatMessage, ...]:
    """The messages that a request with this history sends."""
    return RequestMessages(history).messages()


def unavailable(retry_after_s: float | None = None) -> ProviderUnavailable:
    return ProviderUnavailable(
        "The server at fake.test broke the connection.",
        provider="fake",
        is_retryable=True,
        retry_after_s=retry_after_s,
    )
