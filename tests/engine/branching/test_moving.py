"""Undo, redo, rewind and switching of branches, with a store on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from agent_tui.engine.branching.turns_in_memory import turns_of
from agent_tui.engine.checkpoints.session_checkpoints import SessionCheckpoints
from agent_tui.protocol.branch_events import SessionRewound, TreeListed
from agent_tui.protocol.branch_inputs import (
    LabelTurn,
    ListTree,
    RedoTurn,
    RewindSession,
    SwitchBranch,
    UndoTurn,
)
from agent_tui.protocol.branches import RewindScope, RewindStep, TreeTurn
from agent_tui.protocol.checkpoints import FileRewindResult
from agent_tui.protocol.compactions import Compaction
from agent_tui.protocol.events import NoticeRaised, SessionOpened, TurnStarted
from agent_tui.protocol.inputs import CancelTurn, UserInput
from agent_tui.protocol.messages import ChatMessage, Role
from agent_tui.storage.session_store import FileSessionStore
from tests.engine.builders import PlayedEngine, an_engine, request_texts, texts
from tests.engine.fake_provider import FakeProvider, Gate, says
from tests.storage.places import store_in


@pytest.fixture
def store(tmp_path: Path) -> FileSessionStore:
    return store_in(tmp_path)


def engine_with(
    store: FileSessionStore | None, *answers: str, stored_id: str = ""
) -> AbstractAsyncContextManager[PlayedEngine]:
    provider = FakeProvider(*(says(answer) for answer in answers))
    return an_engine(provider, store=store, stored_id=stored_id)


async def moved(engine: PlayedEngine, wish: UserInput) -> SessionRewound:
    engine.put(wish)
    return await engine.until_type(SessionRewound)


async def refused(engine: PlayedEngine, wish: UserInput) -> NoticeRaised:
    engine.put(wish)
    return await engine.until_type(NoticeRaised)


async def tree(engine: PlayedEngine, wish: UserInput | None = None) -> tuple[TreeTurn, ...]:
    engine.put(wish or ListTree())
    return (await engine.until_type(TreeListed)).turns


async def played(engine: PlayedEngine, *prompts: str) -> None:
    for prompt in prompts:
        await engine.play(prompt)


async def test_undo_takes_the_last_turn_out_and_gives_its_prompt_back(
    store: FileSessionStore,
) -> None:
    async with engine_with(store, "one", "two", "other") as engine:
        await played(engine, "first", "second")

        rewound = await moved(engine, UndoTurn())
        assert (rewound.step, rewound.text) == (RewindStep.UNDO, "second")
        assert rewound.can_redo
        assert texts(engine.messages) == ["first", "one"]
        assert texts(engine.all_of(SessionOpened)[-1].messages) == ["first", "one"]

        await engine.play("another second")
        assert texts(engine.messages) == ["first", "one", "another second", "other"]


async def test_the_next_request_knows_nothing_of_what_was_undone(store: FileSessionStore) -> None:
    provider = FakeProvider(says("one"), says("two"), says("three"))
    async with an_engine(provider, store=store) as engine:
        await played(engine, "first", "second")
        await moved(engine, UndoTurn())
        await engine.play("third")

    assert request_texts(provider.requests[-1]) == ["first", "one", "third"]


async def test_redo_brings_back_step_by_step(store: FileSessionStore) -> None:
    async with engine_with(store, "one", "two") as engine:
        await played(engine, "first", "second")
        await moved(engine, UndoTurn())
        await moved(engine, UndoTurn())
        assert engine.messages == ()

        assert (await moved(engine, RedoTurn())).can_redo
        assert texts(engine.messages) == ["first", "one"]
        assert not (await moved(engine, RedoTurn())).can_redo
        assert texts(engine.messages) == ["first", "one", "second", "two"]
        assert "Nothing to redo" in (await refused(engine, RedoTurn())).title


async def test_redo_works_after_a_restart(store: FileSessionStore) -> None:
    async with engine_with(store, "one", "two") as engine:
        await played(engine, "first", "second")
        await moved(engine, UndoTurn())
        await moved(engine, UndoTurn())
        session_id = engine.controller.sessions[0].id
        await engine.controller.close_sessions("user")

    async with engine_with(store, stored_id=session_id) as engine:
        assert engine.messages == ()
        await moved(engine, RedoTurn())
        await moved(engine, RedoTurn())
        assert texts(engine.messages) == ["first", "one", "second", "two"]


async def test_a_new_prompt_ends_redo_and_the_undone_turn_stays_in_the_tree(
    store: FileSessionStore,
) -> None:
    async with engine_with(store, "one", "two", "three") as engine:
        await played(engine, "first", "second")
        await moved(engine, UndoTurn())
        await engine.play("third")

        assert "Nothing to redo" in (await refused(engine, RedoTurn())).title
        first, second, third = await tree(engine)

    assert [first.head, second.head, third.head] == ["first", "second", "third"]
    assert (second.parent, third.parent) == (first.id, first.id)
    assert (first.is_current, second.is_current, third.is_current) == (True, False, True)


async def test_nothing_is_undone_in_an_empty_session(store: FileSessionStore) -> None:
    async with engine_with(store) as engine:
        assert "Nothing to undo" in (await refused(engine, UndoTurn())).title


async def test_while_a_turn_runs_nothing_moves_and_a_notice_says_what_to_do(
    store: FileSessionStore,
) -> None:
    gate = Gate()
    provider = FakeProvider(says("one"), [gate])
    async with an_engine(provider, store=store) as engine:
        await engine.play("first")
        engine.submit("second")
        await engine.until_type(TurnStarted)
        await gate.reached()

        for wish in (UndoTurn(), RedoTurn(), SwitchBranch(at=""), RewindSession(message_id="x")):
            assert "Stop the turn first" in (await refused(engine, wish)).text
        assert [turn.head for turn in await tree(engine)] == ["first", "second"]
        engine.put(CancelTurn())


async def test_a_rewind_goes_back_to_before_any_prompt_and_can_be_redone(
    store: FileSessionStore,
) -> None:
    async with engine_with(store, "one", "two", "three") as engine:
        await played(engine, "first", "second", "third")
        second = engine.messages[2].id

        rewound = await moved(engine, RewindSession(message_id=second))
        assert (rewound.step, rewound.text) == (RewindStep.REWIND, "second")
        assert texts(engine.messages) == ["first", "one"]

        await moved(engine, RedoTurn())
        assert texts(engine.messages)[-1] == "three"


async def test_a_rewind_to_a_prompt_of_another_branch_says_where_to_go(
    store: FileSessionStore,
) -> None:
    async with engine_with(store, "one") as engine:
        await engine.play("first")

        notice = await refused(engine, RewindSession(message_id="elsewhere"))

        assert "/tree" in notice.text
        assert len(engine.messages) == 2


async def test_rewinding_files_alone_leaves_the_conversation(store: FileSessionStore) -> None:
    async with engine_with(store, "one") as engine:
        await engine.play("first")
        first = engine.messages[0].id

        rewound = await moved(engine, RewindSession(message_id=first, what=RewindScope.FILES))

        assert rewound.files is not None
        assert rewound.text == ""
        assert len(engine.messages) == 2


async def test_switching_shows_another_branch_and_what_is_said_there_goes_on_there(
    store: FileSessionStore,
) -> None:
    async with engine_with(store, "one", "two", "three", "four") as engine:
        await played(engine, "first", "second")
        await moved(engine, UndoTurn())
        await engine.play("third")
        _, second, _ = await tree(engine)

        await moved(engine, SwitchBranch(at=second.tip))
        assert texts(engine.messages) == ["first", "one", "second", "two"]
        await engine.play("fourth")
        turns = {turn.head: turn for turn in await tree(engine)}
        await engine.controller.save()

    assert turns["fourth"].parent == turns["second"].id
    assert turns["fourth"].is_current
    assert not turns["third"].is_current
    assert texts(store.load(engine.controller.sessions[0].id).messages)[-2:] == ["fourth", "four"]


async def test_a_turn_gets_a_label(store: FileSessionStore) -> None:
    async with engine_with(store, "one") as engine:
        await engine.play("first")
        (turn,) = await tree(engine, LabelTurn(message_id=engine.messages[0].id, label=" it \n w "))
        assert turn.label == "it w"
        (turn,) = await tree(engine, LabelTurn(message_id=turn.id, label=""))
        assert turn.label == ""


async def test_a_failed_turn_is_marked_in_the_tree(store: FileSessionStore) -> None:
    gate = Gate()
    async with an_engine(FakeProvider(says("one"), [gate]), store=store) as engine:
        await engine.play("first")
        engine.submit("second")
        await gate.reached()
        engine.put(CancelTurn())
        await engine.settle()

        first, second = await tree(engine)

    assert (first.has_failed, second.has_failed) == (False, True)
    mark = ChatMessage(id="mark", role=Role.USER, parts=(), compaction=Compaction())
    (turn,) = turns_of([*engine.messages[:2], mark])
    assert not turn.has_failed  # a summary behind an answer is no failure


async def test_without_a_store_undo_and_redo_work_and_the_tree_has_one_branch() -> None:
    async with engine_with(None, "one", "two") as engine:
        await played(engine, "first", "second")
        await moved(engine, UndoTurn())
        assert [turn.head for turn in await tree(engine)] == ["first"]
        await moved(engine, RedoTurn())
        assert texts(engine.messages) == ["first", "one", "second", "two"]
        assert "not saved" in (await refused(engine, SwitchBranch(at="gone"))).text


class Files:
    """What was asked of the checkpoints; each rewind has an id."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.asked: list[tuple[str, str]] = []
        self.gate: Gate | None = None
        patch.setattr(SessionCheckpoints, "rewind", lambda _, *wish: self._rewind(*wish))
        patch.setattr(SessionCheckpoints, "redo", lambda _, *wish, **how: self._redo(*wish, **how))

    async def _rewind(
        self, before_message_id: str, paths: Sequence[str] | None = None
    ) -> FileRewindResult:
        self.asked.append(("rewind", before_message_id))
        if self.gate is not None:
            await self.gate.wait()
        return FileRewindResult(rewind_id=f"r{len(self.asked)}")

    async def _redo(self, rewind_id: str = "", *, tip: str = "") -> FileRewindResult | None:
        self.asked.append(("redo", rewind_id or tip))
        return FileRewindResult(rewind_id="again")


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Files:
    return Files(monkeypatch)


async def test_files_that_went_back_with_a_rewind_come_back_with_its_redo(
    store: FileSessionStore, files: Files
) -> None:
    async with engine_with(store, "one", "two") as engine:
        await played(engine, "first", "second")
        second = engine.messages[2].id
        await moved(engine, UndoTurn())
        await moved(engine, RedoTurn())
        assert files.asked == []

        both = await moved(engine, RewindSession(message_id=second, what=RewindScope.BOTH))
        assert both.files is not None
        assert texts(engine.messages) == ["first", "one"]
        await moved(engine, RedoTurn())

    assert files.asked == [("rewind", second), ("redo", "r1")]
    assert texts(engine.messages)[-1] == "two"


async def test_files_come_back_with_a_redo_after_a_restart_too(
    store: FileSessionStore, files: Files
) -> None:
    async with engine_with(store, "one", "two") as engine:
        await played(engine, "first", "second")
        second, tip = engine.messages[2].id, engine.messages[-1].id
        await moved(engine, RewindSession(message_id=second, what=RewindScope.BOTH))
        session_id = engine.controller.sessions[0].id
        await engine.controller.close_sessions("user")

    async with engine_with(store, stored_id=session_id) as engine:
        redone = await moved(engine, RedoTurn())

    assert files.asked[1:] == [("redo", tip)]
    assert redone.files is not None


async def test_a_redo_of_files_alone_moves_only_them(store: FileSessionStore, files: Files) -> None:
    async with engine_with(store, "one", "two") as engine:
        await played(engine, "first", "second")
        wish = RewindSession(message_id=engine.messages[2].id, what=RewindScope.FILES)
        assert (await moved(engine, wish)).can_redo
        await moved(engine, UndoTurn())

        await moved(engine, RedoTurn())
        assert files.asked[1:] == []
        await moved(engine, RedoTurn())
        await engine.controller.save()

    assert files.asked[1:] == [("redo", "r1")]
    assert len(engine.messages) == 4
    assert store.load(engine.controller.sessions[0].id).redo == ()


async def test_a_turn_that_begins_while_files_go_back_keeps_its_history(
    store: FileSessionStore, files: Files
) -> None:
    gate = files.gate = Gate()
    running = Gate()
    async with an_engine(FakeProvider(says("one"), [running]), store=store) as engine:
        await engine.play("first")
        engine.put(RewindSession(message_id=engine.messages[0].id, what=RewindScope.BOTH))
        await gate.reached()
        engine.submit("second")
        await running.reached()
        gate.open()

        assert "Stop the turn first" in (await engine.until_type(NoticeRaised)).text
        assert (await engine.until_type(SessionRewound)).files is not None
        assert texts(engine.messages)[:2] == ["first", "one"]
        engine.put(CancelTurn())
