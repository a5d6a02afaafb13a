"""Somebody who begins to listen in the middle."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import (
    PartAdded,
    PartDelta,
    QueueChanged,
    SessionOpened,
    SessionStatusChanged,
    TurnEnded,
    TurnStarted,
)
from agent_tui.protocol.inputs import NewSession
from agent_tui.protocol.requests import TextDelta, ThinkingDelta
from agent_tui.protocol.status import SessionStatus
from tests.engine.builders import an_engine, names, texts
from tests.engine.fake_provider import FakeProvider, Gate, calls, says


def text_of(events: list[AgentEvent]) -> str:
    """What somebody reads who shows parts and deltas."""
    return "".join(event.text for event in events if isinstance(event, PartAdded | PartDelta))


async def test_the_snapshot_of_a_quiet_session_is_its_history_status_and_queue() -> None:
    async with an_engine(FakeProvider()) as engine:
        await engine.play("hi")
        await engine.settle()

        opened, status, queue = await engine.hub.subscribe().receive()

        assert isinstance(opened, SessionOpened)
        assert texts(opened.messages) == ["hi", "ok"]
        assert status == SessionStatusChanged(
            session_id=opened.info.id,
            status=SessionStatus.IDLE,
            seq=opened.seq,
            time=opened.time,
        )
        assert isinstance(queue, QueueChanged)


async def test_in_the_middle_of_an_answer_the_text_so_far_comes_first_and_the_rest_after() -> None:
    gate = Gate()
    step = (ThinkingDelta(text="hm"), TextDelta(text="half "), gate, TextDelta(text="and half"))
    async with an_engine(FakeProvider(says("old"), step)) as engine:
        await engine.play("first")
        engine.submit("second")
        await gate.reached()

        stream = engine.hub.subscribe()
        snapshot = list(await stream.receive())
        gate.open()
        await engine.until_type(TurnEnded)
        live = list(await stream.receive())

        opened = snapshot[0]
        assert isinstance(opened, SessionOpened)
        assert texts(opened.messages) == ["first", "old"]
        assert names(snapshot) == [
            "SessionOpened",
            "QueueChanged",
            "TurnStarted",
            "StepStarted",
            "PartAdded",
            "PartEnded",
            "PartAdded",
        ]
        assert text_of(snapshot) == "hmhalf "
        assert text_of(live) == "and half"
        first_live = live[0]
        assert isinstance(first_live, PartDelta)
        assert first_live.seq - first_live.merged == snapshot[-1].seq


async def test_earlier_steps_of_the_running_turn_are_part_of_the_snapshot() -> None:
    gate = Gate()
    async with an_engine(FakeProvider(calls("t"), (gate,))) as engine:
        engine.submit("go")
        await gate.reached()

        snapshot = list(await engine.hub.subscribe().receive())

        assert names(snapshot).count("StepStarted") == 2
        assert "ToolCallEnded" in names(snapshot)
        assert sum(isinstance(event, TurnStarted) for event in snapshot) == 1


async def test_all_open_sessions_are_in_the_snapshot() -> None:
    async with an_engine(FakeProvider()) as engine:
        engine.put(NewSession())
        await engine.settle()

        snapshot = await engine.hub.subscribe().receive()

        opened = [event.info.id for event in snapshot if isinstance(event, SessionOpened)]
        assert opened == [info.id for info in engine.controller.sessions]
