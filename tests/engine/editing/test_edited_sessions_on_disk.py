"""Whoever resumes a session finds exactly the edited history, and nothing that was said is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.editing.history_change import Edit, replacing, restoring, truncating
from agent_tui.protocol.branch_events import TreeListed
from agent_tui.protocol.branch_inputs import ListTree
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.skills import Skill
from tests.engine.builders import a_prompt, an_answer, an_engine, texts
from tests.engine.editing.edit_builders import a_call, a_result, asked, edited, edits_of
from tests.engine.fake_provider import FakeProvider, says
from tests.storage.places import store_in

NEW = (a_prompt("looked"), a_call("c1"), a_result("c1"), an_answer("so"))


@pytest.mark.parametrize(
    "edits",
    [
        (restoring(NEW),),
        (truncating(3),),
        (truncating(0), restoring(NEW)),
        (replacing([a_prompt("other"), *NEW]),),
        (restoring(NEW), truncating(5), restoring(NEW)),
    ],
)
async def test_a_resumed_session_has_the_edited_history_byte_for_byte(
    edits: tuple[Edit, ...], tmp_path: Path
) -> None:
    store = store_in(tmp_path)
    async with an_engine(FakeProvider(says("one"), says("two")), store=store) as engine:
        await engine.play("first")
        await engine.play("second")
        for edit in edits:
            edited(engine, edit)
        await engine.play("behind it")
        expected = engine.messages
        await engine.controller.close_sessions("user")

    session_id = expected[0].id and store.sessions()[0].id
    assert store.load(session_id).messages == expected
    async with an_engine(FakeProvider(), store=store, stored_id=session_id) as engine:
        assert engine.messages == expected


async def test_what_left_the_history_stays_in_the_tree(tmp_path: Path) -> None:
    async with an_engine(FakeProvider(says("one")), store=store_in(tmp_path)) as engine:
        await engine.play("first")
        edited(engine, replacing([a_prompt("instead")]))
        engine.put(ListTree())
        turns = (await engine.until_type(TreeListed)).turns

    assert [(turn.head, turn.is_current) for turn in turns] == [("first", False), ("instead", True)]


async def test_an_edit_of_a_long_session_waits_until_it_is_read_to_its_beginning(
    tmp_path: Path,
) -> None:
    store = store_in(tmp_path)
    said = [message for turn in range(300) for message in _a_long_turn(turn)]
    async with an_engine(FakeProvider(), store=store) as engine:
        edited(engine, restoring(said))
        await engine.controller.close_sessions("user")
    session_id = store.sessions()[0].id

    options = EngineOptions(reads_end_first=True)
    async with an_engine(
        FakeProvider(), store=store, stored_id=session_id, options=options
    ) as engine:
        done = asked(engine, truncating(7))
        while not done.done():
            await engine.settle()
        assert texts(engine.messages) == texts(said[:7])
        await engine.controller.close_sessions("user")

    assert texts(store.load(session_id).messages) == texts(said[:7])


async def test_active_skills_are_active_again_after_a_resume(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    skill = Skill(name="poet", description="Writes verse.", instructions="Rhyme.")
    async with an_engine(FakeProvider(), store=store) as engine:
        edits_of(engine).activate_skill(skill)
        edits_of(engine).activate_skill(Skill(name="x", description="", instructions="y"))
        await engine.play("first")
        edits_of(engine).deactivate_skill("x")
        await engine.controller.close_sessions("user")

    provider = FakeProvider()
    session_id = store.sessions()[0].id
    async with an_engine(provider, store=store, stored_id=session_id) as engine:
        assert engine.controller.sessions[0].skills == (skill,)
        await engine.play("go on")
    assert "Rhyme." in provider.requests[0].system


def _a_long_turn(turn: int) -> tuple[ChatMessage, ...]:
    return a_prompt(f"prompt {turn}"), an_answer(f"answer {turn} " + "x" * 4_000)
