"""A headless agent that plays prepared events, and a console whose streams can be read."""

from __future__ import annotations

import io
from collections.abc import AsyncGenerator, Callable, Sequence
from types import TracebackType
from typing import Self

import anyio

from agent_tui.cli.console import Console
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import PartAdded, PartDelta, PartEnded, PartKind, TurnEnded
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import TurnStatus


class Stream(io.StringIO):
    """A terminal or a pipe; a broken one has no reader after `limit` writes."""

    def __init__(self, *, is_terminal: bool = False, limit: int | None = None) -> None:
        super().__init__()
        self._is_terminal, self._limit = is_terminal, limit

    def isatty(self) -> bool:
        return self._is_terminal

    def write(self, text: str) -> int:
        if self._limit is not None:
            if self._limit == 0:
                raise BrokenPipeError
            self._limit -= 1
        return super().write(text)


class Printed:
    """A console and what was written to it."""

    def __init__(self, *, is_terminal: bool = False, limit: int | None = None) -> None:
        self._out = Stream(is_terminal=is_terminal, limit=limit)
        self._err = Stream()
        self.console = Console(self._out, self._err)

    @property
    def out(self) -> str:
        return self._out.getvalue()

    @property
    def err(self) -> str:
        return self._err.getvalue()


class FakeAgent:
    """Yields its events, then ends the turn: as prepared, or cancelled when it was asked to.

    before: called when the stream is asked for the event of this index. waits: the turn runs until
    it is cancelled.
    """

    def __init__(
        self,
        events: Sequence[AgentEvent] = (),
        result: TurnResult | None = None,
        *,
        waits: bool = False,
        before: dict[int, Callable[[], object]] | None = None,
        on_open: Callable[[], object] = lambda: None,
    ) -> None:
        self._events, self._end = events, result or a_result()
        self._waits, self._before, self._on_open = waits, before or {}, on_open
        self._cancelled = anyio.Event()
        self.prompts: list[str] = []
        self.images: Sequence[str] = ()
        self.cancel_reasons: list[str] = []
        self.is_closed = False
        self.is_stream_closed = False
        self.last_turn: TurnResult | None = None

    async def __aenter__(self) -> Self:
        self._on_open()
        await anyio.lowlevel.checkpoint()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.is_closed = True

    async def stream(
        self, text: str, *, images: Sequence[str] = ()
    ) -> AsyncGenerator[AgentEvent, None]:
        self.prompts.append(text)
        self.images = images
        try:
            for index, event in enumerate(self._events):
                self._before.get(index, lambda: None)()
                await anyio.lowlevel.checkpoint()
                yield event
            if self._waits:
                await self._cancelled.wait()
            self.last_turn = self._end
            if self.cancel_reasons:
                self.last_turn = a_result(TurnStatus.CANCELLED, reason=self.cancel_reasons[0])
            yield TurnEnded(result=self.last_turn)
        finally:
            self.is_stream_closed = True

    def cancel(self, reason: str) -> None:
        self.cancel_reasons.append(reason)
        self._cancelled.set()


def a_result(
    status: TurnStatus = TurnStatus.OK, *, reason: str = "", error: Failure | None = None
) -> TurnResult:
    return TurnResult(session_id="s1", turn_id="t1", status=status, reason=reason, error=error)


def a_failure(*, is_retryable: bool = False) -> Failure:
    return Failure(kind="X", title="No answer", text="It broke.", is_retryable=is_retryable)


def a_part(*deltas: str, part_id: str = "p1", kind: PartKind = PartKind.TEXT) -> list[AgentEvent]:
    return [
        PartAdded(part_id=part_id, kind=kind),
        *(PartDelta(part_id=part_id, text=delta) for delta in deltas),
        PartEnded(part_id=part_id),
    ]
