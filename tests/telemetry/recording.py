"""Telemetry that keeps what it is told, and engines that are measured by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from agent_tui.telemetry.engine_telemetry import EngineTelemetry
from agent_tui.telemetry.telemetry import Telemetry
from agent_tui.telemetry.telemetry_event import TelemetryEvent
from tests.engine.builders import PlayedEngine, an_engine
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider

ENDS = {
    "agent.start": ("agent.stop",),
    "execution.start": ("execution.stop",),
    "llm.request": ("llm.response", "llm.error"),
    "tool.start": ("tool.stop",),
    "phase.start": ("phase.stop",),
}


class Recording(Telemetry):
    """Keeps all events at once, without a thread."""

    def __init__(self, *, includes_content: bool = False) -> None:
        super().__init__(includes_content=includes_content)
        self.events: list[TelemetryEvent] = []

    def emit(self, event: TelemetryEvent) -> None:
        self.events.append(event)

    @property
    def names(self) -> list[str]:
        return [event.name for event in self.events]

    def of(self, name: str) -> list[TelemetryEvent]:
        return [event for event in self.events if event.name == name]

    def only(self, name: str) -> TelemetryEvent:
        (event,) = self.of(name)
        return event


@asynccontextmanager
async def a_measured_engine(
    *providers: FakeProvider, telemetry: Recording, clock: FakeClock | None = None, **more: Any
) -> AsyncIterator[tuple[PlayedEngine, EngineTelemetry]]:
    """An engine whose first session is open, measured from then on as from its beginning."""
    clock = clock or FakeClock()
    measured = EngineTelemetry(
        telemetry,
        app="my-agent",
        server_of=lambda provider: (f"{provider}.test", 443),
        now=clock.now,
        monotonic=clock.monotonic,
    )
    async with an_engine(*providers, clock=clock, **more) as engine:
        for event in engine.events:
            measured.observe(event)
        engine.hub.observe(measured.observe)
        yield engine, measured


def assert_every_start_has_one_end(events: list[TelemetryEvent]) -> None:
    counts = Counter(event.name for event in events)
    for start, ends in ENDS.items():
        assert counts[start] == sum(counts[end] for end in ends), start
