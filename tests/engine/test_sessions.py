"""Opening, resuming, switching and closing sessions."""

from __future__ import annotations

import pytest

from agent_tui.errors import SessionNotFound
from agent_tui.protocol.drafts import DraftExtras, StashedDraft
from agent_tui.protocol.events import (
    NoticeRaised,
    SessionClosed,
    SessionOpened,
    TurnEnded,
    TurnStarted,
)
from agent_tui.protocol.inputs import (
    CancelTurn,
    CloseSession,
    DescribeContext,
    NewSession,
    OpenSession,
    Quit,
    ReleaseQueue,
    RetryTurn,
    SubmitPrompt,
)
from agent_tui.protocol.requests import TextDelta
from agent_tui.protocol.session_events import ContextDescribed
from agent_tui.protocol.sessions import QueuedPrompt, SessionInfo
from agent_tui.protocol.status import SessionStatus, TurnStatus
from tests.engine.builders import a_prompt, an_answer, an_engine, request_texts, texts
from tests.engine.fake_provider import FakeProvider, Gate, says
from tests.engine.fake_store import FakeStore


async def test_the_first_session_opens_with_the_settings_of_the_runtime() -> None:
    async with an_engine(FakeProvider()) as engine:
        (opened,) = engine.all_of(SessionOpened)

        info = opened.info
        assert (info.provider, info.model, info.context_window) == ("fake", "model-a", 8_000)
        assert (info.cwd, info.title, opened.messages) == ("/project", "", ())


async def test_a_stored_session_opens_with_history_draft_and_held_queue() -> None:
    store = FakeStore()
    queued = (QueuedPrompt(id="q", text="waiting"),)
    extras = DraftExtras(stash=(StashedDraft("aside"),))
    message, answer = a_prompt("hi"), an_answer("hello")
    store.put("old", message, answer, draft="unsent", draft_extras=extras, queued=queued)
    async with an_engine(FakeProvider(), store=store, stored_id="old") as engine:
        (opened,) = engine.all_of(SessionOpened)

        assert texts(opened.messages) == ["hi", "hello"]
        assert (opened.draft, opened.draft_extras) == ("unsent", extras)
        assert (opened.queued, opened.is_queue_held) == (queued, True)
        assert opened.info.context_tokens > 0


async def test_the_meter_of_an_opened_session_counts_the_instructions_too() -> None:
    store = FakeStore()
    store.put("old", a_prompt("hi"), an_answer("hello"))
    async with an_engine(FakeProvider(), store=store, stored_id="old") as engine:
        (opened,) = engine.all_of(SessionOpened)
        engine.put(DescribeContext())
        described = await engine.until_type(ContextDescribed)

    assert opened.info.is_context_estimated
    assert opened.info.context_tokens == pytest.approx(described.context_tokens, abs=2)


async def test_a_resumed_session_goes_on_where_it_was() -> None:
    store, provider = FakeStore(), FakeProvider()
    queued = (QueuedPrompt(id="q", text="waiting"),)
    store.put("old", a_prompt("hi"), an_answer("hello"), queued=queued)
    async with an_engine(provider, store=store, stored_id="old") as engine:
        engine.put(ReleaseQueue())
        await engine.until_type(TurnEnded)

        assert request_texts(provider.requests[0]) == ["hi", "hello", "waiting"]


async def test_an_answer_that_a_crash_cut_off_can_run_again_after_the_resume() -> None:
    store, provider = FakeStore(), FakeProvider(says("whole"))
    store.put("old", a_prompt("hi"), an_answer("ha", is_interrupted=True))
    async with an_engine(provider, store=store, stored_id="old") as engine:
        engine.put(RetryTurn())
        await engine.until_type(TurnEnded)

        assert texts(engine.messages) == ["hi", "ha", "whole"]
        assert request_texts(provider.requests[0]) == ["hi"]


async def test_damage_that_the_store_found_is_told() -> None:
    store = FakeStore()
    store.put("old", notes=("Line 7 could not be read.",))
    async with an_engine(FakeProvider(), store=store, stored_id="old") as engine:
        assert [notice.text for notice in engine.all_of(NoticeRaised)] == [
            "Line 7 could not be read."
        ]


async def test_a_session_of_a_provider_that_is_gone_opens_with_the_default_one() -> None:
    store = FakeStore()
    store.put("old", info=SessionInfo(id="old", provider="gone", model="x"))
    async with an_engine(FakeProvider(), store=store, stored_id="old") as engine:
        assert engine.controller.sessions[0].provider == "fake"
        assert "gone" in engine.all_of(NoticeRaised)[0].text


async def test_opening_an_unknown_session_first_is_an_error_for_the_host() -> None:
    async with an_engine(FakeProvider(), store=FakeStore()) as engine:
        with pytest.raises(SessionNotFound):
            await engine.controller.open_first("nobody")


async def test_opening_an_unknown_session_later_raises_a_notice() -> None:
    async with an_engine(FakeProvider(), store=FakeStore()) as engine:
        engine.put(OpenSession(stored_id="nobody"))

        assert (await engine.until_type(NoticeRaised)).title == "No such session"


async def test_opening_a_session_that_is_open_tells_its_state_again() -> None:
    async with an_engine(FakeProvider()) as engine:
        await engine.play("hi")
        session_id = engine.controller.sessions[0].id
        engine.events.clear()

        engine.put(OpenSession(stored_id=session_id))
        await engine.settle()

        (opened,) = engine.all_of(SessionOpened)
        assert texts(opened.messages) == ["hi", "ok"]
        assert len(engine.controller.sessions) == 1


async def test_a_session_asked_for_twice_at_once_opens_once() -> None:
    store = FakeStore()
    store.put("old", a_prompt("hi"))
    async with an_engine(FakeProvider(), store=store) as engine:
        engine.put(OpenSession(stored_id="old"))
        engine.put(OpenSession(stored_id="old"))
        await engine.until_type(SessionOpened)
        await engine.until_type(SessionOpened)

        assert [info.id for info in engine.controller.sessions][1:] == ["old"]


async def test_turns_of_two_sessions_run_side_by_side_and_keep_their_events_apart() -> None:
    slow = Gate()
    provider = FakeProvider((TextDelta(text="one"), slow), says("two"))
    async with an_engine(provider) as engine:
        first = engine.controller.sessions[0].id
        engine.put(NewSession())
        await engine.settle()
        second = engine.controller.sessions[1].id
        engine.submit("to the first")
        await slow.reached()

        engine.put(SubmitPrompt(session_id=second, prompt_id="p", text="to the second"))
        ended = await engine.until_type(TurnEnded)
        slow.open()
        await engine.until_type(TurnEnded)

        assert (ended.session_id, ended.result.text) == (second, "two")
        started = [(event.session_id, event.prompt.text) for event in engine.all_of(TurnStarted)]
        assert started == [(first, "to the first"), (second, "to the second")]


async def test_a_cancel_stops_only_the_session_it_names() -> None:
    gates = Gate(), Gate()
    provider = FakeProvider((gates[0],), (gates[1],))
    async with an_engine(provider) as engine:
        engine.put(NewSession())
        engine.submit("one")
        await gates[0].reached()
        second = engine.controller.sessions[1].id
        engine.put(SubmitPrompt(session_id=second, prompt_id="p", text="two"))
        await gates[1].reached()

        engine.put(CancelTurn(session_id=second))
        ended = await engine.until_type(TurnEnded)
        await engine.settle()

        assert ended.session_id == second
        assert engine.controller.sessions[0].status is SessionStatus.RUNNING
        gates[0].open()


async def test_closing_a_session_cancels_its_turn_saves_it_and_says_so_once() -> None:
    store, gate = FakeStore(), Gate()
    async with an_engine(FakeProvider((gate,)), store=store) as engine:
        engine.submit("hi")
        await gate.reached()

        engine.put(CloseSession())
        engine.put(CloseSession())
        closed = await engine.until_type(SessionClosed)
        await engine.settle()

        assert closed.reason == "user"
        assert len(engine.all_of(SessionClosed)) == 1
        assert engine.all_of(TurnEnded)[0].result.status is TurnStatus.CANCELLED
        assert store.only_journal.closed_with == "user"
        assert engine.controller.sessions == ()


async def test_sessions_at_one_endpoint_share_a_provider_until_the_last_one_closes() -> None:
    provider = FakeProvider()
    async with an_engine(provider) as engine:
        engine.put(NewSession())
        await engine.play("one")
        second = engine.controller.sessions[1].id
        engine.put(SubmitPrompt(session_id=second, prompt_id="p", text="two"))
        await engine.until_type(TurnEnded)

        engine.put(CloseSession())
        await engine.until_type(SessionClosed)
        assert not provider.is_closed

        engine.put(CloseSession(session_id=second))
        await engine.until_type(SessionClosed)
        assert provider.is_closed


async def test_the_session_that_got_the_last_input_is_the_current_one() -> None:
    async with an_engine(FakeProvider()) as engine:
        first = engine.controller.sessions[0].id
        engine.put(NewSession())
        await engine.settle()
        current = engine.controller.current
        assert current is not None
        assert current.id != first

        engine.put(SubmitPrompt(session_id=first, prompt_id="p", text="hi"))
        await engine.until_type(TurnEnded)

        current = engine.controller.current
        assert current is not None
        assert current.id == first


async def test_quit_goes_to_the_exit_door_and_stops_nothing_itself() -> None:
    async with an_engine(FakeProvider()) as engine:
        engine.put(Quit(reason="end of input"))
        await engine.settle()

        assert engine.quit_reasons == ["end of input"]
        assert (await engine.play("hi")).status is TurnStatus.OK
