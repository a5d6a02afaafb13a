"""What a session tells when it is asked about itself and its like."""

from __future__ import annotations

import pytest

from agent_tui.errors import SessionStorageFailed
from agent_tui.protocol.events import NoticeRaised, SessionInfoChanged, SessionOpened
from agent_tui.protocol.inputs import DescribeContext, ListSessions, RenameSession
from agent_tui.protocol.session_events import ContextDescribed, ContextSource, SessionsListed
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import NoticeLevel
from tests.engine.builders import an_engine
from tests.engine.fake_provider import FakeProvider, says
from tests.engine.fake_store import FakeStore


async def test_a_session_gets_another_title_on_screen_and_disk() -> None:
    store = FakeStore()
    async with an_engine(FakeProvider(says("one")), store=store) as engine:
        await engine.play("first")
        engine.put(RenameSession(title="  Fix the\x1b build "))
        await engine.until(
            lambda event: (
                isinstance(event, SessionInfoChanged) and event.info.title == "Fix the build"
            )
        )

        # The journal is written behind the event; the test's time limit ends what never comes.
        while ("title", "Fix the build") not in store.only_journal.entries:
            await engine.settle()


@pytest.mark.parametrize("title", ["", "  ", "\x1b\x00"])
async def test_a_title_that_nobody_could_see_changes_nothing(title: str) -> None:
    async with an_engine(FakeProvider()) as engine:
        engine.put(RenameSession(title=title))
        engine.put(DescribeContext())
        await engine.until_type(ContextDescribed)

        assert engine.all_of(SessionInfoChanged) == []


async def test_a_title_of_ones_own_stays_when_the_first_prompt_comes() -> None:
    async with an_engine(FakeProvider(says("one"))) as engine:
        engine.put(RenameSession(title="mine"))
        await engine.play("first")

        assert engine.all_of(SessionInfoChanged)[-1].info.title == "mine"


async def test_the_context_is_described_by_source() -> None:
    async with an_engine(FakeProvider(says("an answer " * 70), says("two"))) as engine:
        await engine.play("first")
        await engine.play("second")
        engine.put(DescribeContext())
        described = await engine.until_type(ContextDescribed)

        parts = {part.source: part for part in described.parts}
        assert (parts[ContextSource.PROMPTS].count, parts[ContextSource.ANSWERS].count) == (2, 2)
        assert 200 <= parts[ContextSource.ANSWERS].tokens <= 240
        assert parts[ContextSource.INSTRUCTIONS].tokens > 20
        assert parts[ContextSource.TOOLS].tokens == 0


async def test_stored_sessions_are_listed_to_the_session_that_asked() -> None:
    store = FakeStore()
    store.put("s7")
    async with an_engine(FakeProvider(), store=store) as engine:
        engine.put(ListSessions())
        listed = await engine.until_type(SessionsListed)

        assert [info.id for info in listed.sessions] == ["s7"]
        assert listed.session_id == engine.all_of(SessionOpened)[0].info.id


async def test_without_a_store_no_sessions_are_listed() -> None:
    async with an_engine(FakeProvider(), store=None) as engine:
        engine.put(ListSessions())

        assert (await engine.until_type(SessionsListed)).sessions == ()


class UnreadableStore(FakeStore):
    """Its folder cannot be listed."""

    def sessions(self, *, cwd: str | None = None, limit: int = 0) -> tuple[SessionInfo, ...]:
        raise SessionStorageFailed("The folder cannot be read.")


async def test_a_store_that_cannot_be_read_raises_a_notice() -> None:
    async with an_engine(FakeProvider(), store=UnreadableStore()) as engine:
        engine.put(ListSessions())

        assert (await engine.until_type(NoticeRaised)).level is NoticeLevel.ERROR
