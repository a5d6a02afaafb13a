"""The steps in which the engine is brought to its end."""

from __future__ import annotations

import threading

import anyio

from agent_tui.protocol.events import (
    SessionClosed,
    SessionOpened,
    SessionStatusChanged,
    TurnEnded,
    TurnStarted,
)
from agent_tui.protocol.inputs import OpenSession, RenameSession
from agent_tui.protocol.requests import TextDelta
from agent_tui.protocol.status import SessionStatus, TurnStatus
from tests.engine.builders import an_engine, texts
from tests.engine.fake_provider import FakeProvider, Gate, says
from tests.engine.fake_store import FakeStore


async def test_a_turn_may_end_within_the_grace_but_the_queue_stays_behind() -> None:
    gate, store = Gate(), FakeStore()
    provider = FakeProvider((gate, *says("done")))
    async with an_engine(provider, store=store) as engine:
        engine.submit("first")
        await gate.reached()
        engine.submit("second")
        await engine.settle()

        engine.controller.close_gate()
        gate.open()

        assert await engine.controller.settle(grace_s=10)
        ended = await engine.until_type(TurnEnded)
        assert ended.result.text == "done"
        assert len(engine.all_of(TurnStarted)) == 1
        queues = [value for name, value in store.only_journal.entries if name == "queue"]
        assert queues == [("second",)]


async def test_settling_gives_up_when_the_grace_is_over() -> None:
    gate = Gate()
    async with an_engine(FakeProvider((gate,))) as engine:
        engine.submit("hi")
        await gate.reached()

        assert not await engine.controller.settle(grace_s=0)


async def test_an_idle_engine_is_settled_at_once() -> None:
    async with an_engine(FakeProvider()) as engine:
        assert await engine.controller.settle(grace_s=0)


async def test_the_disk_of_one_session_does_not_hold_up_the_saving_of_the_next() -> None:
    store = FakeStore()
    store.put("one")
    store.put("two")
    async with an_engine(FakeProvider(), store=store, stored_id="one") as engine:
        engine.put(OpenSession(stored_id="two"))
        await engine.until(
            lambda event: isinstance(event, SessionOpened) and event.info.id == "two"
        )
        for session_id in ("one", "two"):
            engine.put(RenameSession(session_id=session_id, title="unsaved"))
        await engine.settle()
        store.sync_meeting = threading.Barrier(2, timeout=5)  # each waits for the other

        await engine.controller.save()
        await engine.controller.close_sessions("user")

        assert [journal.closed_with for journal in store.journals.values()] == ["user", "user"]
        assert not store.sync_meeting.broken


async def test_the_whole_way_down_keeps_the_partial_answer_and_closes_everything() -> None:
    gate, store = Gate(), FakeStore()
    provider = FakeProvider((TextDelta(text="half"), gate))
    async with an_engine(provider, store=store) as engine:
        engine.submit("hi")
        await gate.reached()
        controller = engine.controller

        controller.close_gate()
        await controller.settle(grace_s=0)
        await controller.cancel_turns("shutdown")
        await controller.save()
        await controller.close_sessions("shutdown")
        await controller.close_providers()
        controller.stop()
        engine.hub.close()
        await engine.settle()

        assert engine.all_of(TurnEnded)[0].result.status is TurnStatus.INTERRUPTED
        assert texts(store.only_journal.messages) == ["hi", "half"]
        assert store.only_journal.closed_with == "shutdown"
        assert [event.reason for event in engine.all_of(SessionClosed)] == ["shutdown"]
        assert [event.status for event in engine.all_of(SessionStatusChanged)][-3:] == [
            SessionStatus.CANCELLED,
            SessionStatus.CLOSING,
            SessionStatus.CLOSED,
        ]
        assert provider.is_closed


async def test_partial_text_is_saved_while_its_turn_still_runs() -> None:
    gate, store = Gate(), FakeStore()
    async with an_engine(FakeProvider((TextDelta(text="half"), gate)), store=store) as engine:
        engine.submit("hi")
        await gate.reached()

        await engine.controller.save()

        assert store.only_journal.delta_text == "half"
        assert store.only_journal.synced_count == len(store.only_journal.entries)


async def test_a_screen_that_reads_no_more_does_not_hold_up_the_shutdown() -> None:
    provider = FakeProvider(says(*["x" * 100_000] * 100))
    async with an_engine(provider) as engine:
        engine.submit("hi")
        await anyio.wait_all_tasks_blocked()  # the stream is full, the turn waits for its reader

        await engine.controller.cancel_turns("shutdown")
        await engine.controller.close_sessions("shutdown")

        assert engine.controller.sessions == ()


async def test_the_engine_stops_although_a_prompt_waits_for_a_full_stream() -> None:
    provider = FakeProvider(says(*["x" * 100_000] * 100))
    async with an_engine(provider) as engine:
        engine.submit("hi")
        await anyio.wait_all_tasks_blocked()
        engine.submit("waits in the controller")
        await anyio.wait_all_tasks_blocked()

        engine.controller.stop()


async def test_a_disk_that_refuses_at_the_end_does_not_stop_the_end() -> None:
    store = FakeStore()
    async with an_engine(FakeProvider(), store=store) as engine:
        await engine.play("hi")
        store.is_refusing = True

        await engine.controller.close_sessions("shutdown")
        await engine.settle()

        assert [event.reason for event in engine.all_of(SessionClosed)] == ["shutdown"]
