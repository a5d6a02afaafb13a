"""Several sessions at once: which is in front, and which of the others stay open."""

from __future__ import annotations

import pytest

from agent_tui.engine.sessions.background_sessions import CLOSED_BEHIND, MOST_IDLE
from agent_tui.protocol.events import NoticeRaised, SessionClosed, SessionOpened, TurnEnded
from agent_tui.protocol.inputs import (
    CloseSession,
    NewSession,
    OpenSession,
    SaveDraft,
    ShowSession,
    SubmitPrompt,
    UserInput,
)
from agent_tui.protocol.permissions import Decision
from agent_tui.protocol.session_events import SessionNotOpened
from agent_tui.protocol.status import SessionStatus
from tests.engine.builders import PlayedEngine, a_prompt, an_engine, texts
from tests.engine.fake_provider import FakeProvider, Gate, calls, says
from tests.engine.fake_store import FakeStore
from tests.engine.tool_builders import FakeTool, asked, reply, tool_parts


def front(engine: PlayedEngine) -> str:
    current = engine.controller.current
    return current.id if current is not None else ""


def open_ids(engine: PlayedEngine) -> set[str]:
    return {info.id for info in engine.controller.sessions}


async def put(engine: PlayedEngine, *inputs: UserInput) -> None:
    for user_input in inputs:
        engine.put(user_input)
    await engine.settle()


async def closed(engine: PlayedEngine, session_id: str) -> None:
    """Wait for its end, unless it was told already: a thread has a part in it."""
    if session_id not in {event.session_id for event in engine.all_of(SessionClosed)}:
        await engine.until(
            lambda event: isinstance(event, SessionClosed) and event.session_id == session_id
        )


async def ended(engine: PlayedEngine, session_id: str) -> None:
    """Wait for the end of its turn, unless it was told already."""
    if session_id not in {event.session_id for event in engine.all_of(TurnEnded)}:
        await engine.until(
            lambda event: isinstance(event, TurnEnded) and event.session_id == session_id
        )
    await engine.settle()


async def test_a_new_session_gets_the_id_that_the_sender_chose() -> None:
    async with an_engine(FakeProvider()) as engine:
        await put(
            engine,
            NewSession(new_id="mine"),
            SubmitPrompt(session_id="mine", prompt_id="p", text="x"),
        )

        assert engine.all_of(SessionOpened)[-1].info.id == "mine"
        assert texts(engine.controller.messages("mine")) == ["x", "ok"]


async def test_a_session_that_cannot_be_opened_is_told_by_its_id() -> None:
    async with an_engine(FakeProvider(), store=FakeStore()) as engine:
        engine.put(OpenSession(stored_id="gone"))

        refused = await engine.until_type(SessionNotOpened)
        notice = await engine.until_type(NoticeRaised)
        assert (refused.session_id, refused.failure.title) == ("gone", notice.title)


async def test_an_empty_session_is_closed_when_another_comes_to_the_front() -> None:
    async with an_engine(FakeProvider()) as engine:
        first = front(engine)
        await put(engine, NewSession(new_id="next"), ShowSession(session_id="next"))

        assert open_ids(engine) == {"next"}
        (closed,) = engine.all_of(SessionClosed)
        assert (closed.session_id, closed.reason) == (first, CLOSED_BEHIND)


async def test_a_session_with_a_draft_is_not_empty() -> None:
    async with an_engine(FakeProvider()) as engine:
        first = front(engine)
        await put(
            engine,
            SaveDraft(text="half a thought"),
            NewSession(new_id="next"),
            ShowSession(session_id="next"),
        )

        assert open_ids(engine) == {first, "next"}


async def test_a_turn_goes_on_behind_the_session_in_front() -> None:
    gate = Gate()
    async with an_engine(FakeProvider([gate, *says("late")])) as engine:
        first = front(engine)
        engine.submit("long")
        await gate.reached()
        await put(engine, NewSession(new_id="next"), ShowSession(session_id="next"))
        assert open_ids(engine) == {first, "next"}

        gate.open()
        ended = await engine.until_type(TurnEnded)

        assert (ended.session_id, ended.result.text) == (first, "late")
        assert front(engine) == "next"


async def test_of_many_idle_sessions_those_that_were_in_front_last_stay_open() -> None:
    async with an_engine(FakeProvider(), store=FakeStore()) as engine:
        for number in range(MOST_IDLE + 3):
            name = f"s{number}"
            await put(
                engine,
                NewSession(new_id=name),
                ShowSession(session_id=name),
                SubmitPrompt(session_id=name, prompt_id=f"p{number}", text="hi"),
            )
            await ended(engine, name)

        for name in ("s0", "s1"):
            await closed(engine, name)
        await engine.settle()
        assert open_ids(engine) == {f"s{number}" for number in range(2, MOST_IDLE + 3)}
        assert {closed.reason for closed in engine.all_of(SessionClosed)} == {CLOSED_BEHIND}


async def test_the_session_in_front_stays_the_current_one_when_another_gets_an_input() -> None:
    async with an_engine(FakeProvider()) as engine:
        first = front(engine)
        await put(
            engine, SaveDraft(text="x"), NewSession(new_id="next"), ShowSession(session_id="next")
        )
        await put(engine, SubmitPrompt(session_id=first, prompt_id="p", text="behind"))

        assert front(engine) == "next"


async def test_without_anybody_in_front_nothing_is_closed() -> None:
    async with an_engine(FakeProvider()) as engine:
        await put(engine, *(NewSession(new_id=f"s{number}") for number in range(MOST_IDLE + 3)))

        assert engine.all_of(SessionClosed) == []


async def test_a_request_is_answered_after_the_first_session_was_closed() -> None:
    provider = FakeProvider(calls("t"), says("done"))
    tools = tool_parts(FakeTool("t", asks=True))
    async with an_engine(provider, tools=tools) as engine:
        await put(engine, NewSession(new_id="next"), CloseSession())
        engine.put(SubmitPrompt(session_id="next", prompt_id="p", text="x"))

        request = await asked(engine)
        reply(engine, request, Decision.ONCE)

        assert (await engine.until_type(TurnEnded)).result.text == "done"


async def test_a_session_that_is_being_closed_is_read_anew_when_somebody_wants_it() -> None:
    store = FakeStore()
    store.put("old", a_prompt("hi"))
    async with an_engine(FakeProvider(), store=store, stored_id="old") as engine:
        engine.put(CloseSession(session_id="old"))
        for _ in range(2):
            engine.put(OpenSession(stored_id="old"))

        await closed(engine, "old")
        again = [await engine.until_type(SessionOpened) for _ in range(2)]

        assert {(one.info.id, one.info.status) for one in again} == {("old", SessionStatus.IDLE)}
        await engine.settle()
        assert open_ids(engine) == {"old"}


@pytest.mark.parametrize("times", [1, 2])
async def test_turning_to_an_open_session_tells_its_state_again(times: int) -> None:
    async with an_engine(FakeProvider()) as engine:
        await engine.play("hi")
        first = front(engine)
        engine.events.clear()
        await put(engine, *(OpenSession(stored_id=first) for _ in range(times)))

        told = engine.all_of(SessionOpened)
        assert [texts(opened.messages) for opened in told] == [["hi", "ok"]] * times
