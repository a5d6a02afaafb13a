"""Saving for hosts: when, what, and what becomes of a saving that fails."""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import cast

import anyio
import pytest

from agent_tui.engine.event_hub import EventHub
from agent_tui.errors import ConfigError, SubscriberLagged
from agent_tui.lifecycle.autosave.auto_save import AutoSave
from agent_tui.lifecycle.autosave.autosaving import Autosaving
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import NoticeRaised, PartDelta, SessionOpened
from agent_tui.protocol.inputs import CloseSession, RenameSession
from agent_tui.protocol.saved_state import SavedState, saved_state, state_from
from tests.contracts.session_builders import a_prompt, an_info
from tests.engine.builders import PlayedEngine, an_engine, texts
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, says
from tests.engine.fake_store import FakeStore


class Host:
    """Keeps what it is given. is_refusing: raises instead."""

    def __init__(self) -> None:
        self.states: list[SavedState] = []
        self.is_refusing = False

    async def save(self, state: SavedState) -> None:
        if self.is_refusing:
            raise OSError("the network is down")
        self.states.append(state)


@asynccontextmanager
async def saving(
    engine: PlayedEngine, autosave: AutoSave, clock: FakeClock
) -> AsyncIterator[Autosaving]:
    autosaving = Autosaving(autosave, engine.controller, engine.hub, clock)
    engine.controller.before_close = autosaving.save_now
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(autosaving.run)
        await engine.settle()
        yield autosaving
        autosaving.stop()


async def wait_for(is_true: Callable[[], bool]) -> None:
    """A state is made in a thread: let it come."""
    with anyio.fail_after(5):
        while not is_true():
            await anyio.wait_all_tasks_blocked()


async def test_a_session_is_saved_after_its_turn_and_not_again_while_nothing_changes() -> None:
    host, clock = Host(), FakeClock()
    async with (
        an_engine(FakeProvider(says("Yes.")), clock=clock) as engine,
        saving(engine, AutoSave(host.save), clock) as autosaving,
    ):
        await engine.play("hello")
        await wait_for(lambda: bool(host.states))
        for _ in range(3):
            clock.advance(60)
            await engine.settle()
        await autosaving.finish()

    assert [texts(state.messages) for state in host.states] == [["hello", "Yes."]]


async def test_a_change_is_saved_after_the_interval_at_the_latest() -> None:
    host, clock = Host(), FakeClock()
    autosave = AutoSave(host.save, interval_s=60.0, on_idle=False)
    async with (
        an_engine(FakeProvider(says("Yes.")), clock=clock) as engine,
        saving(engine, autosave, clock),
    ):
        await engine.play("hello")
        await engine.settle()
        assert host.states == []
        assert 60.0 in clock.waits
        clock.advance(60)
        await wait_for(lambda: bool(host.states))

    assert texts(host.states[0].messages) == ["hello", "Yes."]


async def test_a_store_that_cannot_be_closed_does_not_hold_up_the_shutdown() -> None:
    store, clock = FakeStore(), FakeClock()
    async with (
        an_engine(FakeProvider(says("Yes.")), clock=clock) as engine,
        saving(engine, AutoSave(store=store), clock) as autosaving,
    ):
        await engine.play("hello")
        await wait_for(lambda: bool(store.journals))
        store.only_journal.close = refuses  # type: ignore[method-assign,assignment]
        await autosaving.finish()


def refuses(_reason: str) -> None:
    raise OSError("the network is down")


async def test_no_timer_runs_while_nothing_has_changed() -> None:
    host, clock = Host(), FakeClock()
    store = FakeStore()
    async with an_engine(FakeProvider(says("Yes.")), clock=clock, store=store) as engine:
        await engine.play("hello")
        stored = store.only_journal.replayed()
    store.stored[stored.info.id] = stored

    again = an_engine(FakeProvider(), clock=clock, store=store, stored_id=stored.info.id)
    async with again as engine, saving(engine, AutoSave(host.save), clock):
        waits = [wait for wait in clock.waits if wait >= 1]
        clock.advance(600)
        await engine.settle()

    assert (waits, host.states) == ([], [])


async def test_text_that_streams_is_no_change_of_its_own() -> None:
    host, clock = Host(), FakeClock()
    async with (
        an_engine(FakeProvider(), clock=clock) as engine,
        saving(engine, AutoSave(host.save), clock),
    ):
        session = engine.controller.sessions[0]
        engine.hub.publish_now(PartDelta(session_id=session.id, part_id="p", text="a"))
        await engine.settle()

        assert [wait for wait in clock.waits if wait >= 1] == []


class Stream:
    """Gives these batches, or raises them, and then waits."""

    def __init__(self, *batches: Sequence[AgentEvent] | Exception) -> None:
        self._batches = list(batches)

    async def receive(self) -> Sequence[AgentEvent]:
        if not self._batches:
            await anyio.sleep_forever()
        batch = self._batches.pop(0)
        if isinstance(batch, Exception):
            raise batch
        return batch

    async def gather_deltas(self, limit_s: float) -> None:
        """Nothing is gathered."""

    def close(self) -> None:
        """Nothing is held."""


class LaggingHub:
    """The first stream is cut off behind the opening; the second one has only a snapshot."""

    def __init__(self, opened: SessionOpened) -> None:
        self._streams = [Stream([opened], SubscriberLagged(9)), Stream([opened])]

    def subscribe(self) -> Stream:
        return self._streams.pop(0)


class OneSession:
    """Implements `Sessions`."""

    def __init__(self, state: SavedState) -> None:
        self._state = state

    def state_of(self, session_id: str) -> Callable[[], SavedState]:
        return lambda: self._state


async def test_what_changed_while_the_watcher_was_cut_off_is_saved() -> None:
    host, clock, info = Host(), FakeClock(), an_info("abcd1111")
    opened = SessionOpened(session_id=info.id, info=info)
    hub = cast(EventHub, LaggingHub(opened))
    sessions = OneSession(saved_state(info, (a_prompt("missed"),)))
    autosaving = Autosaving(AutoSave(host.save), sessions, hub, clock)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(autosaving.run)
        await anyio.wait_all_tasks_blocked()
        clock.advance(60)
        await wait_for(lambda: bool(host.states))
        autosaving.stop()

    assert texts(host.states[0].messages) == ["missed"]


async def test_what_is_unsaved_is_saved_before_the_shutdown() -> None:
    host, clock = Host(), FakeClock()
    async with (
        an_engine(FakeProvider(says("Yes.")), clock=clock) as engine,
        saving(engine, AutoSave(host.save, on_idle=False), clock) as autosaving,
    ):
        await engine.play("hello")
        await engine.settle()
        await autosaving.finish()

    assert [texts(state.messages) for state in host.states] == [["hello", "Yes."]]


async def test_a_saving_that_failed_at_the_end_does_not_hold_up_the_closing_again() -> None:
    host, clock = Host(), FakeClock()
    host.is_refusing = True
    async with (
        an_engine(FakeProvider(says("Yes.")), clock=clock) as engine,
        saving(engine, AutoSave(host.save, on_idle=False), clock) as autosaving,
    ):
        await engine.play("hello")
        await engine.settle()
        await autosaving.finish()
        host.is_refusing = False
        await engine.controller.close_sessions("shutdown")

    assert host.states == []


async def test_a_session_that_is_closed_is_saved_before() -> None:
    host, clock = Host(), FakeClock()
    async with (
        an_engine(FakeProvider(says("Yes.")), clock=clock) as engine,
        saving(engine, AutoSave(host.save, on_idle=False), clock),
    ):
        await engine.play("hello")
        engine.put(RenameSession(title="Greetings"))
        await engine.settle()
        engine.put(CloseSession())
        await wait_for(lambda: bool(host.states))

    assert host.states[0].session.title == "Greetings"


async def test_a_saving_that_fails_is_told_once_and_tried_again_with_the_newest_state() -> None:
    host, clock = Host(), FakeClock()
    host.is_refusing = True
    async with (
        an_engine(FakeProvider(says("Yes."), says("No.")), clock=clock) as engine,
        saving(engine, AutoSave(host.save), clock),
    ):
        await engine.play("hello")
        notice = await engine.until_type(NoticeRaised)
        await engine.play("more")
        await engine.settle()
        host.is_refusing = False
        clock.advance(60)
        again = await engine.until_type(NoticeRaised)

    assert "the network is down" in notice.text
    assert "tries again in 60 s" in notice.text
    assert again.title == "Saved again"
    assert [texts(state.messages)[-1] for state in host.states] == ["No."]


async def test_a_callback_that_hangs_is_left_behind_and_never_runs_twice_at_once() -> None:
    clock, go_on = FakeClock(), threading.Event()
    began: list[str] = []

    def save(state: SavedState) -> None:
        began.append(state.session.id)
        assert go_on.wait(timeout=10)

    async with (
        an_engine(FakeProvider(says("Yes."), says("No.")), clock=clock) as engine,
        saving(engine, AutoSave(save, limit_s=0.05), clock) as autosaving,
    ):
        await engine.play("hello")
        notice = await engine.until_type(NoticeRaised)
        await engine.play("the engine goes on")
        await autosaving.finish()
        go_on.set()

    assert "took longer than 0.05 s" in notice.text
    assert len(began) == 1


async def test_a_store_gets_what_is_new_and_the_session_can_be_opened_there() -> None:
    store, clock = FakeStore(), FakeClock()
    async with (
        an_engine(FakeProvider(says("Yes."), says("No.")), clock=clock) as engine,
        saving(engine, AutoSave(store=store), clock) as autosaving,
    ):
        await engine.play("hello")
        await wait_for(lambda: bool(store.journals))
        await engine.play("more")
        await autosaving.finish()

    journal = store.only_journal
    assert texts(journal.messages) == ["hello", "Yes.", "more", "No."]
    assert journal.closed_with == "shutdown"


async def test_the_journal_of_a_closed_session_is_given_back_to_a_store() -> None:
    store, clock = FakeStore(), FakeClock()
    async with (
        an_engine(FakeProvider(says("Yes.")), clock=clock) as engine,
        saving(engine, AutoSave(store=store), clock),
    ):
        await engine.play("hello")
        await wait_for(lambda: bool(store.journals))
        engine.put(CloseSession())
        await wait_for(lambda: store.only_journal.closed_with == "closed")

    assert texts(store.only_journal.messages) == ["hello", "Yes."]


async def test_a_session_that_is_held_open_elsewhere_is_not_written_into_a_store() -> None:
    store, clock = FakeStore(), FakeClock()
    async with (
        an_engine(FakeProvider(says("Yes.")), clock=clock) as engine,
        saving(engine, AutoSave(store=store), clock),
    ):
        store.put(engine.controller.sessions[0].id)
        stored = store.stored[engine.controller.sessions[0].id]
        info = stored.info
        store.stored[info.id] = type(stored)(info=type(info)(id=info.id, is_read_only=True))
        await engine.play("hello")
        notice = await engine.until_type(NoticeRaised)

    assert "Give it another one" in notice.text
    assert store.journals == {}


def test_a_state_is_json_and_comes_back_equal() -> None:
    state = saved_state(an_info(provider="local", model="small"), (a_prompt("half \ud83d pair"),))
    whole = saved_state(an_info(), (a_prompt("hello"),))

    assert state_from(whole.to_json()) == whole == state_from(json.loads(whole.to_json()))
    assert state_from(json.loads(json.dumps(whole.to_dict()))) == whole
    assert state_from(state.to_json()).messages[0].text == "half ? pair"


@pytest.mark.parametrize("arguments", [{}, {"store": FakeStore(), "save": Host().save}])
def test_either_a_callback_or_a_store_is_given(arguments: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match="either a callback or a store"):
        AutoSave(**arguments)  # type: ignore[arg-type]


def test_an_interval_of_nothing_is_refused() -> None:
    with pytest.raises(ConfigError, match="above 0 seconds"):
        AutoSave(Host().save, interval_s=0)
