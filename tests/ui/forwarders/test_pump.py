from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import NoticeRaised, PartDelta, PromptRefused, SessionOpened
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.forwarders.pump import (
    FIRST_PAUSE_S,
    FIRST_PAUSES,
    STREAMING_PAUSE_S,
    Pump,
)

NOTICE = NoticeRaised(level=NoticeLevel.INFO, title="Hello")
REFUSED = PromptRefused(
    session_id="other", prompt_id="p", text="x", failure=Failure(kind="k", title="t", text="t")
)


class Source:
    def __init__(self, *batches: Sequence[AgentEvent]) -> None:
        self._batches = [*batches, ()]
        self.pauses: list[float | None] = []

    async def receive(self) -> Sequence[AgentEvent]:
        self.pauses.append(None)
        return self._batches.pop(0)

    async def gather_deltas(self, limit_s: float) -> None:
        self.pauses[-1] = limit_s


class Recorder:
    """A forwarder that writes down what it sees, and the edges of the batches."""

    events = (PartDelta, NoticeRaised, PromptRefused, SessionOpened)

    def __init__(self) -> None:
        self.seen: list[object] = []

    def forward(self, event: AgentEvent) -> None:
        self.seen.append(event)

    @contextmanager
    def batch(self) -> Iterator[None]:
        self.seen.append("[")
        yield
        self.seen.append("]")


def a_pump(source: Source, recorder: Recorder, *, awaited: str = "") -> Pump:
    return Pump(
        source, [recorder], batch=recorder.batch, awaits=lambda session_id: session_id == awaited
    )


async def pumped(*batches: Sequence[AgentEvent], awaited: str = "") -> Recorder:
    recorder = Recorder()
    await a_pump(Source(*batches), recorder, awaited=awaited).run()
    return recorder


async def pauses(*batches: Sequence[AgentEvent]) -> list[float | None]:
    """After each of the batches."""
    source, recorder = Source(*batches), Recorder()
    await a_pump(source, recorder).run()
    return source.pauses[:-1]


def a_delta(session_id: str = "") -> PartDelta:
    return PartDelta(session_id=session_id, part_id="p", text="x")


async def test_each_batch_is_painted_once_and_in_order() -> None:
    recorder = await pumped([NOTICE, a_delta()], [NOTICE])

    assert recorder.seen == ["[", NOTICE, a_delta(), "]", "[", NOTICE, "]"]


async def test_it_rests_between_batches_only_while_deltas_stream() -> None:
    batches = [NOTICE], [a_delta(), a_delta()], [NOTICE]

    assert await pauses(*batches) == [None, FIRST_PAUSE_S, None]


async def test_a_long_stream_is_painted_less_often_than_its_beginning() -> None:
    batches = [[a_delta()]] * (FIRST_PAUSES + 2)

    assert await pauses(*batches) == [*[FIRST_PAUSE_S] * FIRST_PAUSES, *[STREAMING_PAUSE_S] * 2]


async def test_it_ends_with_the_stream() -> None:
    assert (await pumped()).seen == []


def an_opening(session_id: str) -> SessionOpened:
    return SessionOpened(session_id=session_id, info=SessionInfo(id=session_id))


async def test_events_of_sessions_that_are_not_in_view_are_dropped() -> None:
    recorder = await pumped([an_opening("s1"), a_delta("s1"), a_delta("s2"), REFUSED, NOTICE])

    assert recorder.seen == ["[", an_opening("s1"), a_delta("s1"), NOTICE, "]"]


async def test_a_session_that_the_user_asked_for_comes_into_view() -> None:
    openings = an_opening("s1"), an_opening("s2")

    recorder = await pumped([*openings, a_delta("s1"), a_delta("s2")], awaited="s2")

    assert recorder.seen[1:-1] == [*openings, a_delta("s2")]


async def test_a_session_that_nobody_asked_for_opens_behind_the_view() -> None:
    openings = an_opening("s1"), an_opening("s2")

    recorder = await pumped([*openings, a_delta("s1"), a_delta("s2")])

    assert recorder.seen[1:-1] == [openings[0], a_delta("s1")]


async def test_a_batch_that_brings_nothing_for_the_view_paints_nothing() -> None:
    recorder = await pumped([an_opening("s1")], [a_delta("s2"), REFUSED])

    assert recorder.seen == ["[", an_opening("s1"), "]"]


async def test_an_error_in_a_forwarder_is_not_swallowed() -> None:
    class Broken(Recorder):
        def forward(self, event: AgentEvent) -> None:
            raise ValueError("broken")

    pump = a_pump(Source([NOTICE]), Broken())

    with pytest.raises(ValueError, match="broken"):
        await pump.run()
