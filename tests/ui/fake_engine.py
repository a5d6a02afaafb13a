"""The engine's two queue ends, faked: tests put events in and look at the inputs that came out."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence

from agent_tui.errors import ClosedResourceError
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.inputs import SaveDraft, SubmitPrompt, UserInput


class FakeEngine:
    """An `EventSource` and an `InputSink` in one. Use on one loop."""

    def __init__(self) -> None:
        self.inputs: list[UserInput] = []
        self.is_closed = False
        self._batches: deque[Sequence[AgentEvent]] = deque()
        self._more = asyncio.Event()
        self._drained = asyncio.Event()
        self._error: Exception | None = None

    def put(self, user_input: UserInput) -> None:
        """Take an input; refuses like the real queue when it was closed."""
        if self.is_closed:
            raise ClosedResourceError("The input queue is closed.")
        self.inputs.append(user_input)

    async def receive(self) -> Sequence[AgentEvent]:
        """The next batch that a test emitted."""
        while not self._batches:
            if self._error is not None:
                raise self._error
            self._drained.set()
            self._more.clear()
            await self._more.wait()
        return self._batches.popleft()

    async def gather_deltas(self, limit_s: float) -> None:
        """Tests do not wait."""

    async def emit(self, *events: AgentEvent) -> None:
        """Hand over one batch and wait until the screen has taken it and asks for more."""
        self._drained.clear()
        self.emit_soon(*events)
        await asyncio.wait_for(self._drained.wait(), 5)  # a screen that died never asks

    def emit_soon(self, *events: AgentEvent) -> None:
        """Hand over one batch without waiting; none is the end of the stream."""
        self._batches.append(events)
        self._more.set()

    def fail_with(self, error: Exception) -> None:
        """The stream breaks instead of bringing more."""
        self._error = error
        self._more.set()

    def asked(self) -> list[UserInput]:
        """What the user did; the draft, which is saved when nothing happens, left out."""
        return [sent for sent in self.inputs if not isinstance(sent, SaveDraft)]

    def texts_sent(self) -> list[str]:
        """The prompts that were submitted, in order."""
        return [sent.text for sent in self.inputs if isinstance(sent, SubmitPrompt)]
