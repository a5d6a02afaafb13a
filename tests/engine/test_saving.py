"""What is on disk, and when; and a disk that refuses."""

from __future__ import annotations

import threading

import anyio.to_thread
import pytest

from agent_tui.engine.editing.history_change import restoring
from agent_tui.protocol.drafts import DraftExtras, StashedDraft
from agent_tui.protocol.events import (
    NoticeRaised,
    SessionInfoChanged,
    SessionOpened,
    StepStarted,
    TurnEnded,
    TurnStarted,
)
from agent_tui.protocol.inputs import CancelTurn, NewSession, SaveDraft, SetModel
from agent_tui.protocol.requests import TextDelta
from agent_tui.protocol.status import NoticeLevel, TurnStatus
from tests.engine.builders import a_prompt, an_engine, texts
from tests.engine.editing.edit_builders import edited
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, Gate, says
from tests.engine.fake_store import FakeStore


async def test_nothing_is_written_before_the_first_prompt() -> None:
    store = FakeStore()
    async with an_engine(FakeProvider(), store=store) as engine:
        engine.put(SetModel(model="model-b"))
        engine.put(SaveDraft(text=""))
        engine.put(NewSession())
        await engine.settle()
        await engine.controller.save()

    assert store.journals == {}


async def test_the_prompt_is_synced_before_the_request_is_sent() -> None:
    store, gate = FakeStore(), Gate()
    async with an_engine(FakeProvider((gate,)), store=store) as engine:
        engine.submit("hi")
        await gate.reached()

        journal = store.only_journal
        assert journal.names == ["message"]
        assert journal.synced_count == 1


async def test_a_saved_session_says_so_with_its_folder() -> None:
    store = FakeStore()
    async with an_engine(FakeProvider(), store=store) as engine:
        await engine.play("hi")

        info = engine.all_of(SessionInfoChanged)[-1].info
        assert (info.is_saved, info.path) == (True, store.only_journal.path)


async def test_streamed_text_is_written_after_200_ms_even_when_nothing_more_comes() -> None:
    """300 ms are promised; the rest is for a machine that is busy."""
    store, clock, gate = FakeStore(), FakeClock(), Gate()
    step = (TextDelta(text="half "), TextDelta(text="an answer"), gate)
    async with an_engine(FakeProvider(step), store=store, clock=clock) as engine:
        engine.submit("hi")
        await gate.reached()
        assert store.only_journal.delta_text == ""
        assert clock.waits == [pytest.approx(0.2)]

        clock.advance(0.2)
        await engine.settle()

        assert store.only_journal.delta_text == "half an answer"
        assert store.only_journal.names.count("delta") == 1


async def test_the_whole_answer_replaces_deltas_that_were_not_written_yet() -> None:
    store = FakeStore()
    async with an_engine(FakeProvider(says("a", "b")), store=store) as engine:
        await engine.play("hi")

    assert store.only_journal.names == ["message", "message"]
    assert texts(store.only_journal.messages) == ["hi", "ab"]


async def test_the_last_answer_is_synced_in_the_background() -> None:
    store = FakeStore()
    async with an_engine(FakeProvider(), store=store) as engine:
        await engine.play("hi")
        await engine.controller.save()

        assert store.only_journal.synced_count == len(store.only_journal.entries)


async def test_a_cancelled_answer_is_written_as_interrupted() -> None:
    store, gate = FakeStore(), Gate()
    async with an_engine(FakeProvider((TextDelta(text="half"), gate)), store=store) as engine:
        engine.submit("hi")
        await gate.reached()
        engine.put(CancelTurn())
        await engine.until_type(TurnEnded)

    partial = store.only_journal.messages[-1]
    assert (partial.text, partial.is_interrupted) == ("half", True)


async def test_a_foreign_cancellation_still_writes_the_partial_answer() -> None:
    store, gate = FakeStore(), Gate()
    async with an_engine(FakeProvider((TextDelta(text="half"), gate)), store=store) as engine:
        engine.submit("hi")
        await gate.reached()
        engine.controller.stop()

    assert texts(store.only_journal.messages) == ["hi", "half"]


async def test_the_queue_is_written_with_each_change() -> None:
    store, gate = FakeStore(), Gate()
    async with an_engine(FakeProvider((gate,)), store=store) as engine:
        engine.submit("first")
        await gate.reached()
        engine.submit("second")
        await engine.settle()
        gate.open()
        await engine.settle()

    queues = [value for name, value in store.only_journal.entries if name == "queue"]
    assert queues == [("second",), ()]


async def test_a_draft_makes_the_folder_and_is_kept_there() -> None:
    store = FakeStore()
    async with an_engine(FakeProvider(), store=store) as engine:
        engine.put(SaveDraft(text="unsent"))
        engine.put(SaveDraft(text="unsent text"))
        await engine.settle()
        await engine.controller.save()

        assert store.only_journal.draft == "unsent text"


async def test_a_stash_is_kept_although_nothing_is_written() -> None:
    store = FakeStore()
    extras = DraftExtras(stash=(StashedDraft("aside"),))
    async with an_engine(FakeProvider(), store=store) as engine:
        engine.put(SaveDraft(text="", extras=extras))
        await engine.settle()
        await engine.controller.save()

        assert store.only_journal.draft_extras == extras


async def test_a_disk_that_refuses_never_ends_a_turn_and_is_told_once() -> None:
    store = FakeStore()
    store.is_refusing = True
    async with an_engine(FakeProvider(), store=store) as engine:
        first = await engine.play("one")
        second = await engine.play("two")
        await engine.controller.save()
        await engine.settle()

        assert first.status is second.status is TurnStatus.OK
        (notice,) = engine.all_of(NoticeRaised)
        assert notice.level is NoticeLevel.WARNING
        assert "The disk is full." in notice.text
        assert "goes on in memory" in notice.text


async def test_when_the_disk_works_again_everything_is_written_in_order() -> None:
    store = FakeStore()
    store.is_refusing = True
    async with an_engine(FakeProvider(says("a"), says("b")), store=store) as engine:
        await engine.play("one")
        await engine.controller.save()

        store.is_refusing = False
        await engine.play("two")
        await engine.controller.save()
        await engine.settle()

        assert texts(store.only_journal.messages) == ["one", "a", "two", "b"]
        assert [notice.level for notice in engine.all_of(NoticeRaised)] == [
            NoticeLevel.WARNING,
            NoticeLevel.INFO,
        ]
        assert engine.controller.sessions[0].is_saved


async def test_a_disk_that_fills_up_during_an_answer_loses_nothing() -> None:
    store, clock, gate = FakeStore(), FakeClock(), Gate()
    step = (TextDelta(text="half"), gate, TextDelta(text=" whole"))
    async with an_engine(FakeProvider(step), store=store, clock=clock) as engine:
        engine.submit("hi")
        await gate.reached()
        store.is_refusing = True
        clock.advance(0.3)
        await engine.settle()
        store.is_refusing = False

        gate.open()
        await engine.until_type(TurnEnded)
        await engine.controller.save()

        assert store.only_journal.messages[-1].text == "half whole"


async def test_without_a_store_everything_works_in_memory() -> None:
    async with an_engine(FakeProvider()) as engine:
        engine.put(SaveDraft(text="draft"))

        assert (await engine.play("hi")).status is TurnStatus.OK
        assert not engine.controller.sessions[0].is_saved


async def test_a_disk_that_hangs_does_not_hold_up_other_inputs() -> None:
    store = FakeStore()
    store.sync_gate = threading.Event()
    async with an_engine(FakeProvider(), store=store) as engine:
        engine.submit("hi")
        await engine.until_type(TurnStarted)

        engine.put(NewSession())
        await engine.until_type(SessionOpened)
        assert engine.all_of(StepStarted) == []

        store.sync_gate.set()
        await engine.until_type(TurnEnded)


async def test_a_turn_that_waits_for_a_hanging_disk_can_be_cancelled() -> None:
    store, provider = FakeStore(), FakeProvider()
    store.sync_gate = threading.Event()
    async with an_engine(provider, store=store) as engine:
        engine.submit("hi")
        await engine.until_type(TurnStarted)

        engine.put(CancelTurn())
        ended = await engine.until_type(TurnEnded)
        store.sync_gate.set()

        assert ended.result.status is TurnStatus.CANCELLED
        assert provider.requests == []


async def test_the_engine_stops_although_the_disk_hangs() -> None:
    store = FakeStore()
    store.sync_gate = threading.Event()
    async with an_engine(FakeProvider(), store=store) as engine:
        engine.submit("hi")
        await engine.until_type(TurnStarted)
        await engine.settle()

    store.sync_gate.set()


async def test_what_a_thread_has_still_to_write_does_not_count_as_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else the tree is read from a journal that lacks it."""
    store, begun, go = FakeStore(), threading.Event(), threading.Event()
    loop_thread = threading.current_thread()

    def wait_in_the_thread() -> None:
        if threading.current_thread() is not loop_thread:
            begun.set()
            assert go.wait(timeout=10)

    async with an_engine(FakeProvider(), store=store) as engine:
        await engine.play("hi")
        await engine.controller.save()
        session = engine.controller.session()
        assert session is not None
        monkeypatch.setattr(store, "check", wait_in_the_thread)
        edited(engine, restoring(a_prompt(str(number)) for number in range(60)))
        await anyio.to_thread.run_sync(begun.wait)
        was_written = session._journal.is_written
        go.set()
        await engine.controller.save()

        assert (was_written, session._journal.is_written) == (False, True)
