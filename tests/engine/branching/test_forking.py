"""A fork is open at once and goes its own way; its source stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from agent_tui.engine.branching.fork_title import fork_title
from agent_tui.errors import SessionStorageFailed
from agent_tui.protocol.branch_events import SessionRewound
from agent_tui.protocol.branch_inputs import ForkSession, UndoTurn
from agent_tui.protocol.compaction_events import PinsChanged
from agent_tui.protocol.compaction_inputs import PinMessage
from agent_tui.protocol.events import NoticeRaised, SessionOpened, TurnEnded
from agent_tui.protocol.inputs import CancelTurn, CloseSession, SubmitPrompt
from agent_tui.protocol.permissions import Grant
from agent_tui.protocol.session_events import SessionNotOpened
from agent_tui.storage.forks.session_branches import FileSessionBranches
from agent_tui.storage.journal.session_journal import FileSessionJournal
from agent_tui.storage.session_store import FileSessionStore
from tests.engine.builders import PlayedEngine, an_engine, texts
from tests.engine.fake_provider import FakeProvider, Gate, says
from tests.storage.places import store_in

FORK = "f" * 32


@pytest.fixture
def store(tmp_path: Path) -> FileSessionStore:
    return store_in(tmp_path)


async def forked(engine: PlayedEngine, message_id: str = "") -> SessionOpened:
    engine.put(ForkSession(new_id=FORK, message_id=message_id))
    opened = await engine.until(
        lambda event: isinstance(event, SessionOpened) and event.info.id == FORK
    )
    assert isinstance(opened, SessionOpened)
    return opened


async def play_in_fork(engine: PlayedEngine, text: str) -> None:
    engine.put(SubmitPrompt(session_id=FORK, prompt_id=text, text=text))
    await engine.until(lambda event: isinstance(event, TurnEnded) and event.session_id == FORK)


async def test_a_fork_has_the_history_and_goes_its_own_way(store: FileSessionStore) -> None:
    async with an_engine(FakeProvider(says("one"), says("two"), says("x")), store=store) as engine:
        await engine.play("first")

        opened = await forked(engine)
        assert texts(opened.messages) == ["first", "one"]
        assert opened.info.title == "first (fork)"
        await play_in_fork(engine, "second")
        await engine.controller.close_sessions("user")
        source, _ = engine.all_of(SessionOpened)

    assert texts(store.load(FORK).messages) == ["first", "one", "second", "two"]
    assert texts(store.load(source.info.id).messages) == ["first", "one"]
    assert store.load(FORK).info.forked_from == source.info.id


async def test_a_fork_of_an_earlier_turn_ends_with_it(store: FileSessionStore) -> None:
    async with an_engine(FakeProvider(says("one"), says("two")), store=store) as engine:
        await engine.play("first")
        await engine.play("second")

        opened = await forked(engine, engine.messages[1].id)

    assert texts(opened.messages) == ["first", "one"]


async def test_a_fork_of_another_branch_has_its_history(store: FileSessionStore) -> None:
    async with an_engine(FakeProvider(says("one"), says("two")), store=store) as engine:
        await engine.play("first")
        await engine.play("second")
        undone = engine.messages[-1].id
        engine.put(UndoTurn())
        await engine.until_type(SessionRewound)
        await engine.settle()

        opened = await forked(engine, undone)

    assert texts(opened.messages) == ["first", "one", "second", "two"]


async def test_while_a_turn_runs_the_fork_has_what_stood_before_it(
    store: FileSessionStore,
) -> None:
    gate = Gate()
    async with an_engine(FakeProvider(says("one"), [gate]), store=store) as engine:
        await engine.play("first")
        engine.submit("second")
        await gate.reached()

        opened = await forked(engine)
        engine.put(CancelTurn())

    assert texts(opened.messages) == ["first", "one"]


@pytest.mark.parametrize(("runs", "reason"), [(True, "the first one"), (False, "Nothing was said")])
async def test_where_a_fork_would_be_empty_there_is_none_and_the_reason_is_told(
    store: FileSessionStore, runs: bool, reason: str
) -> None:
    gate = Gate()
    async with an_engine(FakeProvider([gate]), store=store) as engine:
        if runs:
            engine.submit("first")
            await gate.reached()
        engine.put(ForkSession(new_id=FORK))
        refused = await engine.until_type(SessionNotOpened)

        assert (refused.session_id, refused.failure.kind) == (FORK, "NothingToFork")
        (told,) = [one for one in engine.all_of(NoticeRaised) if "fork" in one.title]
        assert reason in told.text


async def test_prompts_are_taken_before_the_fork_is_on_the_disk(
    store: FileSessionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk refuses at first; nothing is lost by it."""
    fork = FileSessionBranches.fork
    failures = [SessionStorageFailed("The disk is full.")]

    def refuses_once(*args: object, **fields: object) -> object:
        if failures:
            raise failures.pop()
        return fork(*args, **fields)  # type: ignore[arg-type]

    monkeypatch.setattr(FileSessionBranches, "fork", refuses_once)
    async with an_engine(FakeProvider(says("one"), says("two")), store=store) as engine:
        await engine.play("first")
        await forked(engine)
        await engine.until(lambda event: isinstance(event, NoticeRaised))
        await play_in_fork(engine, "second")
        await engine.controller.close_sessions("user")

    assert texts(store.load(FORK).messages) == ["first", "one", "second", "two"]


async def test_what_cannot_be_copied_is_written_from_memory(
    tmp_path: Path, store: FileSessionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk gets full in the middle of it at first."""
    append_grants = FileSessionJournal.append_grants
    failures = [SessionStorageFailed("The disk is full.")]

    def refuses_once(journal: FileSessionJournal, grants: Sequence[Grant]) -> None:
        if failures:
            raise failures.pop()
        append_grants(journal, grants)

    async with an_engine(FakeProvider(says("one"), says("two")), store=store) as engine:
        await engine.play("first")
        engine.put(PinMessage())
        await engine.until_type(PinsChanged)
        source = engine.controller.sessions[0].id
        (tmp_path / "sessions" / source / "journal.jsonl").unlink()

        monkeypatch.setattr(FileSessionJournal, "append_grants", refuses_once)
        await forked(engine)
        await engine.until(lambda event: isinstance(event, NoticeRaised))
        await play_in_fork(engine, "second")
        pinned = engine.messages[1].id
        await engine.controller.close_sessions("user")

    assert texts(store.load(FORK).messages) == ["first", "one", "second", "two"]
    assert store.load(FORK).pins == (pinned,)


async def test_a_fork_whose_source_was_closed_meanwhile_is_refused(
    store: FileSessionStore,
) -> None:
    async with an_engine(FakeProvider(says("one")), store=store) as engine:
        await engine.play("first")
        engine.put(ForkSession(new_id=FORK, message_id=engine.messages[0].id))
        engine.put(CloseSession())

        refused = await engine.until_type(SessionNotOpened)

    assert (refused.session_id, refused.failure.kind) == (FORK, "SessionClosed")


async def test_a_fork_of_a_place_that_is_not_there_is_not_opened(store: FileSessionStore) -> None:
    async with an_engine(FakeProvider(says("one")), store=store) as engine:
        await engine.play("first")
        engine.put(ForkSession(new_id=FORK, message_id="gone"))

        refused = await engine.until_type(SessionNotOpened)

    assert refused.session_id == FORK
    assert any("/tree" in notice.text for notice in engine.all_of(NoticeRaised))


@pytest.mark.parametrize(
    ("title", "expected"),
    [("", ""), ("A", "A (fork)"), ("A (fork)", "A (fork 2)"), ("A (fork 9)", "A (fork 10)")],
)
def test_forks_count_themselves_in_their_titles(title: str, expected: str) -> None:
    assert fork_title(title) == expected


async def test_a_session_that_is_open_elsewhere_goes_on_in_a_fork(
    tmp_path: Path, store: FileSessionStore
) -> None:
    async with an_engine(FakeProvider(says("one")), store=store) as first:
        await first.play("first")
        source = first.controller.sessions[0].id
        async with an_engine(
            FakeProvider(says("two")), store=store_in(tmp_path), stored_id=source
        ) as second:
            assert second.controller.sessions[0].is_read_only
            second.put(PinMessage())  # nothing could keep it
            opened = await forked(second)
            assert "only be read" in second.all_of(NoticeRaised)[-1].title
            assert not second.all_of(PinsChanged)
            assert not opened.info.is_read_only
            await play_in_fork(second, "second")
            await second.controller.close_sessions("user")

    assert texts(store.load(FORK).messages) == ["first", "one", "second", "two"]
