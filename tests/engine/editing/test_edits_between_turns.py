"""An edit is one step between two turns, whoever asks for it and when."""

from __future__ import annotations

from concurrent.futures import Future

import pytest
from msgspec.structs import replace

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.editing.history_change import replacing, restoring, truncating
from agent_tui.errors import ClosedResourceError, SessionError
from agent_tui.protocol.branch_events import SessionRewound
from agent_tui.protocol.branch_inputs import RedoTurn, UndoTurn
from agent_tui.protocol.compaction_inputs import PinMessage
from agent_tui.protocol.events import NoticeRaised, SessionOpened, TurnEnded, TurnStarted
from agent_tui.protocol.history_inputs import ClearHistory
from agent_tui.protocol.messages import ToolResultPart
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.skills import Skill
from tests.engine.builders import a_prompt, an_answer, an_engine, request_texts, texts
from tests.engine.editing.edit_builders import a_call, a_result, asked, edited, edits_of
from tests.engine.fake_provider import FakeProvider, Gate, says
from tests.engine.fake_store import FakeStore


async def test_restored_messages_go_with_the_next_request_and_none_is_sent_for_them() -> None:
    provider = FakeProvider()
    async with an_engine(provider) as engine:
        edited(engine, restoring([a_prompt("old"), an_answer("known")]))
        assert provider.requests == []
        await engine.play("new")

    assert request_texts(provider.requests[0]) == ["old", "known", "new"]


async def test_a_restored_call_without_a_result_gets_the_interrupted_one_in_requests() -> None:
    provider = FakeProvider()
    async with an_engine(provider) as engine:
        edited(engine, restoring([a_prompt("look"), a_call("c1", "c2"), a_result("c1")]))
        await engine.play("go on")

    results = [one.parts[0] for one in provider.requests[0].messages if one.role == "tool"]
    assert [getattr(one, "is_error", None) for one in results] == [False, True]


async def test_an_edit_waits_for_the_running_turn_and_goes_before_the_next_prompt() -> None:
    gate = Gate()
    provider = FakeProvider([*says("one"), gate], says("two"))
    async with an_engine(provider) as engine:
        engine.submit("first")
        await gate.reached()
        engine.submit("second")
        await engine.settle()
        first = asked(engine, truncating(0))
        second = asked(engine, restoring([a_prompt("instead")]))
        assert not first.done()
        assert texts(engine.messages)[:1] == ["first"]

        gate.open()
        await engine.until_type(TurnEnded)
        await engine.until_type(TurnEnded)
        assert first.done()
        assert second.done()

    assert request_texts(provider.requests[1]) == ["instead\n\nsecond"]


async def test_the_snapshot_of_an_edit_comes_before_the_turn_behind_it() -> None:
    gate = Gate()
    async with an_engine(FakeProvider([*says("one"), gate])) as engine:
        engine.submit("first")
        await gate.reached()
        engine.submit("second")
        await engine.settle()
        asked(engine, truncating(0))
        gate.open()
        await engine.until_type(TurnEnded)
        told = await engine.until(lambda event: isinstance(event, SessionOpened | TurnStarted))

    assert isinstance(told, SessionOpened)
    assert told.messages == ()


async def test_edits_that_come_together_are_told_together() -> None:
    async with an_engine(FakeProvider()) as engine:
        before = len(engine.all_of(SessionOpened))
        for number in range(5):
            edited(engine, restoring([a_prompt(f"p{number}")]))
        await engine.settle()

        told = engine.all_of(SessionOpened)[before:]
    assert [len(one.messages) for one in told] == [5]


async def test_a_cancelled_edit_is_not_made() -> None:
    gate = Gate()
    async with an_engine(FakeProvider([*says("one"), gate])) as engine:
        engine.submit("first")
        await gate.reached()
        done = asked(engine, truncating(0))
        assert done.cancel()
        gate.open()
        await engine.until_type(TurnEnded)
        await engine.settle()

        assert texts(engine.messages) == ["first", "one"]


async def test_messages_that_stay_keep_their_ids_and_the_others_get_new_ones() -> None:
    store = FakeStore()
    async with an_engine(FakeProvider(), store=store) as engine:
        await engine.play("first")
        await engine.play("second")
        prompt, answer, *rest = engine.messages
        changed = replace(answer, parts=an_answer("changed").parts)
        edited(engine, replacing([prompt, changed, *rest]))

        ids = [message.id for message in engine.messages]
        assert texts(engine.messages) == ["first", "changed", "second", "ok"]
        assert ids[0] == prompt.id
        assert not set(ids[1:]) & {answer.id, *(one.id for one in rest)}
        await engine.controller.save()  # a thread may have the journal

    written = store.only_journal.entries
    at = next(at for at, (name, _) in enumerate(written) if name == "head")
    assert written[at] == ("head", (prompt.id, ()))
    assert [name for name, _ in written[at + 1 :]].count("message") == 3


async def test_a_pinned_message_stays_pinned_under_its_new_id() -> None:
    async with an_engine(FakeProvider()) as engine:
        await engine.play("first")
        prompt, answer = engine.messages
        engine.put(PinMessage(message_id=answer.id))
        await engine.settle()
        edited(engine, replacing([a_prompt("before"), prompt, answer]))

        session = engine.controller.session()
        assert session is not None
        assert engine.messages[2].id in session.compaction.pins.ids


async def test_nothing_can_be_redone_after_an_edit() -> None:
    async with an_engine(FakeProvider(says("one"), says("two"))) as engine:
        await engine.play("first")
        await engine.play("second")
        engine.put(UndoTurn())
        await engine.until_type(SessionRewound)
        edited(engine, restoring([a_prompt("else")]))
        edited(engine, truncating(2))
        engine.put(RedoTurn())

        assert "Nothing to redo" in (await engine.until_type(NoticeRaised)).title


async def test_what_is_given_with_a_configured_key_is_kept_without_it() -> None:
    options = EngineOptions(hide_secrets=lambda text: text.replace("key-1", "[hidden]"))
    async with an_engine(FakeProvider(), options=options) as engine:
        edited(engine, restoring([a_prompt("use key-1"), a_call("c1"), a_result("c1", "key-1")]))

        prompt, _, result = engine.messages
        assert prompt.text == "use [hidden]"
        assert isinstance(result.parts[0], ToolResultPart)
        assert result.parts[0].text == "[hidden]"


async def test_a_session_that_can_only_be_read_refuses_edits() -> None:
    store = FakeStore()
    store.put("s1", a_prompt("old"), info=SessionInfo(id="s1", is_read_only=True))
    async with an_engine(FakeProvider(), store=store, stored_id="s1") as engine:
        with pytest.raises(SessionError, match="only be read"):
            edited(engine, truncating(0))
        assert texts(engine.messages) == ["old"]


async def test_an_edit_that_waits_when_the_session_closes_is_made_and_a_later_one_refused() -> None:
    gate = Gate()
    async with an_engine(FakeProvider([*says("one"), gate])) as engine:
        engine.submit("first")
        await gate.reached()
        edits = edits_of(engine)
        early, late = asked(engine, restoring([a_prompt("noted")])), Future[None]()
        await engine.controller.close_sessions("user")
        edits.clear(late)

        assert early.done()
        assert early.exception() is None
        with pytest.raises(ClosedResourceError):
            late.result(timeout=0)


async def test_clearing_takes_messages_skills_and_the_meter_and_leaves_what_was_spent() -> None:
    async with an_engine(FakeProvider()) as engine:
        await engine.play("first")
        edits = edits_of(engine)
        edits.activate_skill(Skill(name="poet", description="Verse", instructions="Rhyme."))
        spent = engine.controller.sessions[0].usage
        done: Future[None] = Future()
        edits.clear(done)
        await engine.settle()

        info = engine.controller.sessions[0]
        assert (engine.messages, info.skills, info.context_tokens) == ((), (), 0)
        assert info.usage == spent


async def test_the_user_hears_that_the_conversation_was_cleared_after_seeing_it() -> None:
    async with an_engine(FakeProvider()) as engine:
        await engine.play("first")
        engine.put(ClearHistory())
        opened = await engine.until_type(SessionOpened)
        notice = await engine.until_type(NoticeRaised)

    assert opened.messages == ()
    assert "cleared" in notice.title


async def test_clearing_during_a_turn_says_that_it_waits() -> None:
    gate = Gate()
    async with an_engine(FakeProvider([*says("one"), gate])) as engine:
        engine.submit("first")
        await gate.reached()
        engine.put(ClearHistory())
        assert "waits" in (await engine.until_type(NoticeRaised)).title
        gate.open()
        assert "cleared" in (await engine.until_type(NoticeRaised)).title
        assert engine.messages == ()
