"""A long session is open as soon as its end is read; the rest comes while one looks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from agent_tui.config.engine_options import EngineOptions
from agent_tui.errors import SessionStorageFailed
from agent_tui.protocol.compaction_events import CompactionEnded, CompactionOutcome
from agent_tui.protocol.compaction_inputs import UndoCompaction
from agent_tui.protocol.compactions import Compaction
from agent_tui.protocol.events import (
    HistoryLoaded,
    NoticeRaised,
    SessionOpened,
    StepStarted,
    TurnEnded,
    TurnStarted,
)
from agent_tui.protocol.inputs import CancelTurn
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.packed_messages import packed
from agent_tui.protocol.ports import EarlierMessages
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import TurnStatus
from tests.engine.builders import a_prompt, an_answer, an_engine, request_texts, texts
from tests.engine.fake_provider import FakeProvider, says
from tests.engine.fake_store import FakeStore

END_FIRST = EngineOptions(cwd="/project", reads_end_first=True)


class FakeEarlier:
    """An `EarlierHistory` that is read when `go_on` is set."""

    def __init__(
        self, messages: Sequence[ChatMessage], *, is_everything: bool = False, notes: str = ""
    ) -> None:
        self._messages, self._is_everything = messages, is_everything
        self._notes = (notes,) if notes else ()
        self.go_on = threading.Event()
        self.failure: SessionStorageFailed | None = None

    def read(self, is_unwanted: Callable[[], bool]) -> EarlierMessages | None:
        while not self.go_on.wait(timeout=0.001):
            if is_unwanted():
                return None
        if self.failure is not None:
            raise self.failure
        return EarlierMessages(
            messages=packed(self._messages), is_everything=self._is_everything, notes=self._notes
        )


def a_store(earlier: FakeEarlier, *end: str) -> FakeStore:
    """With the session s, of which `end` is read first: prompts and answers in turns."""
    store = FakeStore()
    info = SessionInfo(id="s", provider="fake", model="model-a", message_count=2 + len(end))
    messages = [a_prompt(text) if not n % 2 else an_answer(text) for n, text in enumerate(end)]
    store.put("s", *messages, info=info, earlier=earlier)
    return store


async def test_the_end_is_told_first_and_the_rest_when_it_has_been_read() -> None:
    earlier = FakeEarlier([a_prompt("one"), an_answer("1")])
    store = a_store(earlier, "two", "2")
    async with an_engine(FakeProvider(), store=store, options=END_FIRST, stored_id="s") as engine:
        (opened,) = engine.all_of(SessionOpened)
        assert opened.has_earlier
        assert texts(opened.messages) == ["two", "2"]
        assert opened.info.message_count == 4
        assert engine.all_of(HistoryLoaded) == []

        earlier.go_on.set()
        loaded = await engine.until_type(HistoryLoaded)

        assert texts(tuple(loaded.messages)) == ["one", "1"]
        assert loaded.session_id == "s"
        assert texts(engine.messages) == ["one", "1", "two", "2"]


async def test_a_prompt_sent_meanwhile_goes_out_with_the_whole_history() -> None:
    earlier = FakeEarlier([a_prompt("one"), an_answer("1")])
    provider = FakeProvider(says("3"))
    store = a_store(earlier, "two", "2")
    async with an_engine(provider, store=store, options=END_FIRST, stored_id="s") as engine:
        engine.submit("three")
        await engine.until_type(TurnStarted)
        await engine.settle()
        assert engine.all_of(StepStarted) == []

        earlier.go_on.set()
        await engine.until_type(TurnEnded)

        assert request_texts(provider.requests[0]) == ["one", "1", "two", "2", "three"]
        assert texts(engine.messages) == ["one", "1", "two", "2", "three", "3"]


async def test_a_summary_is_undone_once_the_whole_history_is_there() -> None:
    mark = replace(a_prompt("The summary."), compaction=Compaction(message_count=2))
    earlier = FakeEarlier([a_prompt("one"), an_answer("1"), mark])
    store = a_store(earlier, "two", "2")
    async with an_engine(FakeProvider(), store=store, options=END_FIRST, stored_id="s") as engine:
        engine.put(UndoCompaction())
        await engine.settle()
        assert engine.all_of(NoticeRaised) == []

        earlier.go_on.set()
        ended = await engine.until_type(CompactionEnded)

        assert (ended.outcome, ended.compaction_id) == (CompactionOutcome.UNDONE, mark.id)


async def test_a_prompt_that_waits_for_the_history_can_be_cancelled() -> None:
    provider = FakeProvider()
    store = a_store(FakeEarlier([]), "two", "2")
    async with an_engine(provider, store=store, options=END_FIRST, stored_id="s") as engine:
        engine.submit("three")
        await engine.until_type(TurnStarted)

        engine.put(CancelTurn(reason="user"))
        ended = await engine.until_type(TurnEnded)

        assert ended.result.status is TurnStatus.CANCELLED
        assert provider.requests == []
        await engine.controller.close_sessions("shutdown")


async def test_leaving_does_not_wait_for_the_history() -> None:
    store = a_store(FakeEarlier([]), "two", "2")
    async with an_engine(FakeProvider(), store=store, options=END_FIRST, stored_id="s") as engine:
        engine.submit("three")
        await engine.until_type(TurnStarted)

        engine.controller.close_gate()
        is_idle = await engine.controller.settle(5)
        await engine.controller.close_sessions("shutdown")

        assert is_idle
        assert store.only_journal.closed_with == "shutdown"
        assert texts(store.only_journal.messages) == ["three"]


async def test_whoever_subscribes_late_gets_both_parts() -> None:
    earlier = FakeEarlier([a_prompt("one"), an_answer("1")])
    store = a_store(earlier, "two", "2")
    async with an_engine(FakeProvider(), store=store, options=END_FIRST, stored_id="s") as engine:
        before = await engine.hub.subscribe().receive()
        earlier.go_on.set()
        await engine.until_type(HistoryLoaded)
        await engine.play("three")

        opened, loaded, *_ = await engine.hub.subscribe().receive()

        assert not any(isinstance(event, HistoryLoaded) for event in before)
        assert isinstance(opened, SessionOpened)
        assert isinstance(loaded, HistoryLoaded)
        assert opened.has_earlier
        assert texts((*loaded.messages, *opened.messages)) == [
            *("one", "1", "two", "2", "three"),
            "ok",
        ]


async def test_an_end_that_did_not_fit_is_told_anew_with_everything() -> None:
    whole = [a_prompt("one"), an_answer("1"), a_prompt("two"), an_answer("another 2")]
    earlier = FakeEarlier(whole, is_everything=True, notes="A line was skipped.")
    provider = FakeProvider(says("3"))
    store = a_store(earlier, "two", "2")
    async with an_engine(provider, store=store, options=END_FIRST, stored_id="s") as engine:
        engine.submit("three")
        await engine.until_type(TurnStarted)
        earlier.go_on.set()
        await engine.until_type(TurnEnded)

        opened = engine.all_of(SessionOpened)[-1]
        assert texts(opened.messages) == ["one", "1", "two", "another 2"]
        assert not opened.has_earlier
        assert request_texts(provider.requests[0]) == ["one", "1", "two", "another 2", "three"]
        assert [notice.text for notice in engine.all_of(NoticeRaised)] == ["A line was skipped."]


async def test_without_the_rest_no_request_is_made_and_the_turn_says_why() -> None:
    earlier = FakeEarlier([])
    earlier.failure = SessionStorageFailed("Cannot read the journal.")
    earlier.go_on.set()
    provider = FakeProvider()
    store = a_store(earlier, "two", "2")
    async with an_engine(provider, store=store, options=END_FIRST, stored_id="s") as engine:
        await engine.until_type(NoticeRaised)

        result = await engine.play("three")

        assert result.status is TurnStatus.ERROR
        assert result.error is not None
        assert result.error.text == "Cannot read the journal."
        assert provider.requests == []
