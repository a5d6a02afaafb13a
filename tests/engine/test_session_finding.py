"""What the engine tells of stored sessions, open or not."""

from __future__ import annotations

import threading
from collections.abc import Callable

from agent_tui.errors import SessionError, SessionLocked
from agent_tui.protocol.events import SessionInfoChanged, SessionOpened
from agent_tui.protocol.finding_events import (
    SessionPreviewed,
    SessionsFound,
    StoredDeleted,
    StoredRefused,
    StoredRenamed,
)
from agent_tui.protocol.finding_inputs import (
    DeleteStored,
    PreviewSession,
    RenameStored,
    SearchSessions,
)
from agent_tui.protocol.inputs import ListSessions
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.ports import SessionJournal, StoredSession
from agent_tui.protocol.search_ports import SessionSearch
from agent_tui.protocol.session_events import SessionsListed
from agent_tui.protocol.session_search import SearchAnswer, SearchHit, SearchProgress, Speaker
from agent_tui.protocol.sessions import SessionInfo
from tests.engine.builders import a_prompt, an_answer, an_engine, texts
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, says
from tests.engine.fake_store import FakeStore

WHOLE = SearchProgress(indexed=2, total=2)


class FakeSearch:
    """A `SessionSearch` that finds one hit for each indexed session. steps: what is told before the
    index is whole, each once `go_on` is released."""

    def __init__(self, *steps: SearchProgress) -> None:
        self._steps, self._indexed = steps, 0
        self.go_on = threading.Semaphore(0)
        self.asked: list[tuple[str, str, bool]] = []
        self.was_stopped = False

    def bring_up_to_date(
        self, tell: Callable[[SearchProgress], object], is_unwanted: Callable[[], bool] = bool
    ) -> SearchProgress:
        for step in self._steps:
            self._indexed = step.indexed
            tell(step)
            while not self.go_on.acquire(timeout=0.001):
                if is_unwanted():
                    self.was_stopped = True
                    return step
        self._indexed = WHOLE.indexed
        return WHOLE

    def search(
        self,
        text: str,
        *,
        here: str = "",
        is_here_only: bool = False,
        limit: int = 20,
        skip: int = 0,
        is_unwanted: Callable[[], bool] = bool,
    ) -> SearchAnswer:
        self.asked.append((text, here, is_here_only))
        hits = [SearchHit(session_id=f"s{at}", speaker=Speaker.YOU) for at in range(self._indexed)]
        return SearchAnswer(hits=tuple(hits[skip : skip + limit]), has_more=len(hits) > limit)


class SearchableStore(FakeStore):
    """A `BrowsableStore`."""

    def __init__(self, search: FakeSearch | None = None) -> None:
        super().__init__()
        self._search = search or FakeSearch()

    @property
    def browser(self) -> SearchableStore:
        return self

    def listed(self, limit: int) -> tuple[tuple[SessionInfo, ...], int]:
        return self.sessions(limit=limit), 1

    def unreadable(self) -> tuple[tuple[str, str], ...]:
        return (("s0", "It is damaged."),)

    def last_exchange(self, session_id: str) -> tuple[ChatMessage, ...]:
        return self.load(session_id).messages

    def full_text_search(self) -> SessionSearch:
        return self._search


async def test_a_search_is_answered_with_what_is_found_in_this_folder() -> None:
    search = FakeSearch()
    async with an_engine(FakeProvider(), store=SearchableStore(search)) as engine:
        engine.put(SearchSessions(query_id="q", text="word", is_here_only=True, limit=1))
        found = await engine.until_type(SessionsFound)

        assert [hit.session_id for hit in found.hits] == ["s0"]
        assert (found.query_id, found.has_more, found.progress) == ("q", True, WHOLE)
        assert search.asked == [("word", "/project", True)]


async def test_while_the_index_is_built_what_can_be_found_is_told_again_and_again() -> None:
    clock = FakeClock()
    search = FakeSearch(SearchProgress(indexed=1, total=2))
    async with an_engine(FakeProvider(), store=SearchableStore(search), clock=clock) as engine:
        engine.put(SearchSessions(query_id="q", text="word"))
        first = await engine.until_type(SessionsFound)
        search.go_on.release()
        await engine.settle()
        clock.advance(1.0)
        second = await engine.until_type(SessionsFound)

        assert (len(first.hits), first.progress.is_whole) == (1, False)
        assert (len(second.hits), second.progress.is_whole) == (2, True)


async def test_an_empty_search_ends_the_former_and_the_building_of_the_index() -> None:
    search = FakeSearch(SearchProgress(indexed=0, total=2))
    async with an_engine(FakeProvider(), store=SearchableStore(search)) as engine:
        engine.put(SearchSessions(query_id="q", text="word"))
        await engine.until_type(SessionsFound)
        engine.put(SearchSessions(query_id="", text=" "))
        while not search.was_stopped:
            await engine.settle()

        assert len(engine.all_of(SessionsFound)) == 1


class LeftSearch(FakeSearch):
    """The first update ends when nobody waits, but only after somebody came back."""

    def __init__(self) -> None:
        super().__init__()
        self.is_left, self.is_back = threading.Event(), threading.Event()

    def bring_up_to_date(
        self, tell: Callable[[SearchProgress], object], is_unwanted: Callable[[], bool] = bool
    ) -> SearchProgress:
        if self.is_back.is_set():
            return super().bring_up_to_date(tell, is_unwanted)
        while not is_unwanted():
            self.is_left.wait(0.001)
        self.is_left.set()
        self.is_back.wait(5)
        return SearchProgress(total=2)


async def test_who_comes_back_while_the_building_ends_gets_the_whole_index_too() -> None:
    search = LeftSearch()
    async with an_engine(FakeProvider(), store=SearchableStore(search)) as engine:
        engine.put(SearchSessions(query_id="q1", text="word"))
        await engine.until_type(SessionsFound)
        engine.put(SearchSessions(query_id="", text=""))
        while not search.is_left.is_set():
            await engine.settle()
        engine.put(SearchSessions(query_id="q2", text="word"))
        await engine.settle()
        search.is_back.set()
        found = await engine.until_type(SessionsFound)

        assert (found.query_id, found.progress, len(found.hits)) == ("q2", WHOLE, 2)


async def test_the_latest_of_two_searches_is_the_one_that_is_answered() -> None:
    search = FakeSearch(SearchProgress(indexed=0, total=2))
    async with an_engine(FakeProvider(), store=SearchableStore(search)) as engine:
        engine.put(SearchSessions(query_id="q1", text="first"))
        engine.put(SearchSessions(query_id="q2", text="second"))
        search.go_on.release()
        await engine.until_type(SessionsFound)
        await engine.settle()

        assert {found.query_id for found in engine.all_of(SessionsFound)} == {"q2"}


async def test_a_store_that_cannot_search_says_so() -> None:
    for store in (None, FakeStore()):
        async with an_engine(FakeProvider(), store=store) as engine:
            engine.put(SearchSessions(query_id="q", text="word"))
            found = await engine.until_type(SessionsFound)

            assert (found.hits, bool(found.progress.note)) == ((), True)


async def test_the_end_of_a_stored_session_is_told() -> None:
    for store in (SearchableStore(), FakeStore()):
        store.put("s7", a_prompt("last question"), an_answer("last answer"))
        async with an_engine(FakeProvider(), store=store) as engine:
            engine.put(PreviewSession(stored_id="s7"))
            told = await engine.until_type(SessionPreviewed)
            engine.put(PreviewSession(stored_id="absent"))
            failed = await engine.until_type(SessionPreviewed)

            assert texts(told.messages) == ["last question", "last answer"]
            assert failed.failure is not None


async def test_a_session_that_is_not_open_gets_another_title() -> None:
    store = FakeStore()
    store.put("s7")
    async with an_engine(FakeProvider(), store=store) as engine:
        engine.put(RenameStored(stored_id="s7", title="  New  title "))
        told = await engine.until_type(StoredRenamed)

        assert (told.stored_id, told.title) == ("s7", "New title")
        assert store.journals["s7"].entries == [("title", "New title")]
        assert store.journals["s7"].closed_with


async def test_an_open_session_is_renamed_where_it_is() -> None:
    async with an_engine(FakeProvider(), store=FakeStore()) as engine:
        session_id = engine.all_of(SessionOpened)[0].info.id
        engine.put(RenameStored(stored_id=session_id, title="New"))
        await engine.until_type(StoredRenamed)

        assert engine.all_of(SessionInfoChanged)[-1].info.title == "New"


async def test_a_session_is_deleted() -> None:
    store = FakeStore()
    store.put("s7")
    async with an_engine(FakeProvider(), store=store) as engine:
        engine.put(DeleteStored(stored_id="s7"))

        assert (await engine.until_type(StoredDeleted)).stored_id == "s7"
        assert store.stored == {}


class LockedStore(FakeStore):
    """Another process has all its sessions."""

    def delete(self, session_id: str) -> None:
        raise SessionLocked("It is open in process 7.", session_id=session_id, pid=7, host="h")

    def open(
        self, session_id: str, *, end_first: bool = False
    ) -> tuple[StoredSession, SessionJournal | None]:
        raise SessionError("It is open in process 7.", session_id=session_id)


async def test_a_session_that_is_open_here_or_elsewhere_is_not_deleted() -> None:
    store = LockedStore()
    store.put("s7")
    async with an_engine(FakeProvider(says("yes")), store=store) as engine:
        await engine.play("hello")
        session_id = engine.all_of(SessionOpened)[0].info.id
        engine.put(DeleteStored(stored_id=session_id))
        here = await engine.until_type(StoredRefused)
        engine.put(DeleteStored(stored_id="s7"))
        elsewhere = await engine.until_type(StoredRefused)
        engine.put(RenameStored(stored_id="s7", title="New"))
        renamed = await engine.until_type(StoredRefused)

        assert "Close it first" in here.failure.text
        assert elsewhere.failure.text == renamed.failure.text == "It is open in process 7."


async def test_sessions_are_listed_also_when_the_one_that_asks_is_not_open() -> None:
    store = FakeStore()
    store.put("s7")
    async with an_engine(FakeProvider(), store=store) as engine:
        engine.put(ListSessions(session_id="not open yet"))
        listed = await engine.until_type(SessionsListed)

        assert ([info.id for info in listed.sessions], listed.session_id) == (["s7"], "")


async def test_a_list_can_be_limited_and_says_how_many_cannot_be_read() -> None:
    store = SearchableStore()
    for number in range(3):
        store.put(f"s{number}")
    async with an_engine(FakeProvider(), store=store) as engine:
        engine.put(ListSessions(limit=2))
        some = await engine.until_type(SessionsListed)
        engine.put(ListSessions())
        whole = await engine.until_type(SessionsListed)

        assert (len(some.sessions), some.unreadable) == (2, 1)
        assert (len(whole.sessions), whole.unreadable) == (3, 1)
