"""The events that are promised are the events that are told, with the facts that are promised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from agent_tui.errors import AuthenticationFailed
from agent_tui.protocol.asking_events import PermissionRequested
from agent_tui.protocol.events import TurnEnded
from agent_tui.protocol.permissions import Decision
from agent_tui.protocol.requests import TextDelta, UsageReported
from agent_tui.protocol.status import Stage
from agent_tui.protocol.usage import Usage
from agent_tui.telemetry.event_names import EVENTS, EventFacts
from agent_tui.telemetry.telemetry_event import TelemetryEvent
from tests.engine.fake_provider import FakeProvider, Gate, calls, says
from tests.engine.tool_builders import FakeTool, reply, tool_parts
from tests.telemetry.recording import Recording, a_measured_engine

PAGE = Path(__file__).parents[2] / "docs" / "telemetry.md"
USED = UsageReported(usage=Usage(input_tokens=9, output_tokens=3, cost_usd=0.1))


async def an_eventful_life() -> list[TelemetryEvent]:
    """Everything that can happen, at least once."""
    telemetry, gate = Recording(includes_content=True), Gate()
    provider = FakeProvider(
        (USED, *calls("deploy")),
        says("done"),
        (TextDelta(text="half"), USED, AuthenticationFailed("No.", provider="fake")),
        (gate,),
    )
    tools = tool_parts(FakeTool("deploy", asks=True))
    async with a_measured_engine(provider, telemetry=telemetry, tools=tools) as (engine, measured):
        measured.enter(Stage.RUN, 1.0)
        engine.submit("one")
        reply(engine, (await engine.until_type(PermissionRequested)).request, Decision.ONCE)
        await engine.until_type(TurnEnded)
        await engine.play("two")
        engine.submit("three")
        await gate.reached()
        measured.mark_step("save", 0.1, is_complete=True)
        measured.end("RuntimeError")
    return telemetry.events


async def test_the_events_that_are_promised_are_told_with_the_facts_that_are_promised() -> None:
    told = await an_eventful_life()

    assert {event.name for event in told} == set(EVENTS)
    for name, facts in EVENTS.items():
        events = [event for event in told if event.name == name]
        always = {*facts.measurements, *facts.metadata} - set(facts.optional)
        assert {key for event in events for key in event.measurements} == set(facts.measurements)
        assert {key for event in events for key in event.metadata} == {
            "app",
            "run_id",
            *facts.metadata,
            *facts.content,
        }
        assert all(always <= {*event.measurements, *event.metadata} for event in events)


def documented() -> Iterator[tuple[str, str]]:
    return iter(re.findall(r"^\| `([a-z]+\.[a-z]+)` \| (.+) \|$", PAGE.read_text(), re.MULTILINE))


def row_of(facts: EventFacts) -> str:
    """A row of the page's table, behind the name."""
    shown = [", ".join(f"`{key}`" for key in keys) for keys in (facts.measurements, facts.metadata)]
    content = ", ".join(f"`{key}`" for key in facts.content)
    return " | ".join((facts.about, *shown, content))


def test_the_page_has_a_row_for_every_event() -> None:
    assert dict(documented()) == {name: row_of(facts) for name, facts in EVENTS.items()}
