"""Exports and imports beside a running session: in a thread, one at a time, and stoppable."""

from __future__ import annotations

import threading

import anyio.to_thread

from agent_tui.errors import ExchangeFailed
from agent_tui.protocol.events import NoticeRaised, TurnEnded
from agent_tui.protocol.exchange import (
    ExportedSession,
    ExportFormat,
    ExportWish,
    ImportedSession,
    ImportReport,
)
from agent_tui.protocol.exchange_events import (
    ExchangeProgressed,
    SessionExported,
    SessionsImported,
)
from agent_tui.protocol.exchange_inputs import ExportSession, ImportSessions, StopExchange
from agent_tui.protocol.exchange_ports import Progress
from agent_tui.protocol.ports import SessionStore, StoredSession
from tests.engine.builders import an_engine
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, says
from tests.engine.fake_store import FakeStore


class FakeExchange:
    """Implements `SessionExchange`. lasts: works until it is stopped. failure: what it raises."""

    def __init__(self, *, lasts: bool = False, failure: ExchangeFailed | None = None) -> None:
        self.lasts, self.failure = lasts, failure
        self.exported: list[tuple[StoredSession, ExportWish, str]] = []
        self.imported: list[tuple[str, str]] = []
        self.began, self._breath = threading.Event(), threading.Event()

    def export(
        self,
        stored: StoredSession,
        wish: ExportWish,
        path: str,
        progress: Progress,
        store: SessionStore | None = None,
    ) -> ExportedSession | None:
        self.exported.append((stored, wish, path))
        return ExportedSession(path="/project/a.md", size=7) if self._work(progress) else None

    def import_file(
        self, path: str, store: SessionStore, progress: Progress, *, cwd: str
    ) -> ImportReport:
        self.imported.append((path, cwd))
        is_done = self._work(progress)
        return ImportReport(sessions=(ImportedSession(id="new"),), is_stopped=not is_done)

    def _work(self, progress: Progress) -> bool:
        self.began.set()
        if self.failure is not None:
            raise self.failure
        while self.lasts:
            if not progress(1, 9):
                return False
            self._breath.wait(0.001)  # leaves the interpreter to the loop
        return progress(9, 9)


async def test_the_session_as_it_is_goes_to_the_file_that_was_named() -> None:
    exchange = FakeExchange()
    async with an_engine(FakeProvider(says("Hello.")), exchange=lambda: exchange) as engine:
        await engine.play("hi")
        engine.put(ExportSession(path="notes/a.html", format=ExportFormat.HTML))
        told = await engine.until_type(SessionExported)

    ((stored, wish, path),) = exchange.exported
    assert [message.text for message in stored.messages] == ["hi", "Hello."]
    assert (wish.format, wish.has_thinking, wish.is_redacted) == (ExportFormat.HTML, True, True)
    assert path == "/project/notes/a.html"
    assert told.exported == ExportedSession(path="/project/a.md", size=7)


async def test_conversations_of_a_file_become_sessions_of_this_folder() -> None:
    exchange = FakeExchange()
    async with an_engine(FakeProvider(), store=FakeStore(), exchange=lambda: exchange) as engine:
        engine.put(ImportSessions(path="talk.json"))
        told = await engine.until_type(SessionsImported)

    assert exchange.imported == [("/project/talk.json", "/project")]
    assert [session.id for session in told.sessions] == ["new"]


async def test_a_turn_is_played_while_an_export_goes_on() -> None:
    exchange = FakeExchange(lasts=True)
    async with an_engine(FakeProvider(says("Done.")), exchange=lambda: exchange) as engine:
        engine.put(ExportSession())
        engine.submit("hi")
        await engine.until_type(TurnEnded)
        engine.put(StopExchange())
        told = await engine.until_type(SessionExported)

    assert told.exported is None


async def test_a_second_one_waits_for_the_user_and_not_in_a_queue() -> None:
    exchange = FakeExchange(lasts=True)
    async with an_engine(FakeProvider(), exchange=lambda: exchange) as engine:
        engine.put(ExportSession())
        engine.put(ExportSession())
        notice = await engine.until_type(NoticeRaised)
        engine.put(StopExchange())
        await engine.until_type(SessionExported)

    assert notice.title == "An export or import is running"
    assert len(exchange.exported) == 1


async def test_after_its_end_the_next_one_may_begin() -> None:
    exchange = FakeExchange()
    async with an_engine(FakeProvider(), exchange=lambda: exchange) as engine:
        for _ in range(2):
            engine.put(ExportSession())
            await engine.until_type(SessionExported)
            await engine.settle()

    assert len(exchange.exported) == 2


async def test_what_went_wrong_is_told_and_the_engine_goes_on() -> None:
    exchange = FakeExchange(failure=ExchangeFailed("/project/a.md exists."))
    async with an_engine(FakeProvider(says("Yes.")), exchange=lambda: exchange) as engine:
        engine.put(ExportSession())
        notice = await engine.until_type(NoticeRaised)
        result = await engine.play("still there?")

    assert (notice.title, notice.text) == ("Export and import", "/project/a.md exists.")
    assert result.text == "Yes."


async def test_long_work_is_told_now_and_then() -> None:
    clock = FakeClock()
    exchange = FakeExchange(lasts=True)
    async with an_engine(FakeProvider(), clock=clock, exchange=lambda: exchange) as engine:
        engine.put(ExportSession())
        await anyio.to_thread.run_sync(exchange.began.wait)
        clock.advance(2)
        told = await engine.until_type(ExchangeProgressed)
        engine.put(StopExchange())
        await engine.until_type(SessionExported)

    assert (told.done, told.total, told.is_import) == (1, 9, False)
    assert len(engine.all_of(ExchangeProgressed)) == 1


async def test_the_end_of_the_engine_stops_it() -> None:
    exchange = FakeExchange(lasts=True)
    async with an_engine(FakeProvider(), exchange=lambda: exchange) as engine:
        engine.put(ExportSession())
        await anyio.to_thread.run_sync(exchange.began.wait)

    assert len(exchange.exported) == 1  # the block ends, so the thread has ended


async def test_where_nothing_is_stored_nothing_can_be_imported() -> None:
    async with an_engine(FakeProvider(), exchange=FakeExchange) as engine:
        engine.put(ImportSessions(path="talk.json"))
        notice = await engine.until_type(NoticeRaised)

    assert notice.title == "Sessions are not stored"


async def test_an_application_that_offers_no_exchange_says_so() -> None:
    async with an_engine(FakeProvider()) as engine:
        engine.put(ExportSession())
        notice = await engine.until_type(NoticeRaised)

    assert notice.title == "Nothing can be exported or imported"
