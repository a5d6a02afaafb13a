"""Prompts that are not accepted come back with their text and a way out."""

from __future__ import annotations

from agent_tui.protocol.events import NoticeRaised, PromptRefused
from agent_tui.protocol.inputs import (
    CloseSession,
    NewSession,
    ReleaseQueue,
    RetryTurn,
    SubmitPrompt,
)
from agent_tui.protocol.sessions import SessionInfo
from tests.engine.builders import PlayedEngine, an_engine
from tests.engine.fake_provider import FakeProvider
from tests.engine.fake_store import FakeStore


async def refusal_of(engine: PlayedEngine, text: str, session_id: str = "") -> PromptRefused:
    engine.put(SubmitPrompt(prompt_id="p", text=text, session_id=session_id))
    return await engine.until_type(PromptRefused)


async def test_without_a_provider_the_refusal_says_how_to_get_one() -> None:
    async with an_engine() as engine:
        refused = await refusal_of(engine, "hi")

        assert (refused.prompt_id, refused.text) == ("p", "hi")
        assert '"demo" tries everything offline' in refused.failure.text
        assert "OPENAI_API_KEY" in refused.failure.text
        assert "--provider" in refused.failure.text


async def test_a_blank_prompt_is_refused() -> None:
    async with an_engine(FakeProvider()) as engine:
        assert (await refusal_of(engine, " \n")).failure.kind == "EmptyPrompt"


async def test_a_prompt_for_a_session_that_is_not_open_is_refused() -> None:
    async with an_engine(FakeProvider()) as engine:
        refused = await refusal_of(engine, "hi", session_id="nobody")

        assert refused.failure.kind == "SessionClosed"


async def test_a_prompt_for_a_closed_session_is_refused() -> None:
    async with an_engine(FakeProvider()) as engine:
        engine.put(CloseSession())
        await engine.settle()

        assert (await refusal_of(engine, "hi")).failure.kind == "SessionClosed"


async def test_a_session_that_another_process_owns_takes_no_prompts() -> None:
    store = FakeStore()
    store.put("theirs", info=SessionInfo(id="theirs", is_read_only=True))
    async with an_engine(FakeProvider(), store=store, stored_id="theirs") as engine:
        refused = await refusal_of(engine, "hi")

        assert refused.failure.kind == "SessionReadOnly"
        assert "/new" in refused.failure.text


async def test_after_the_gate_is_closed_nothing_starts_any_more() -> None:
    provider = FakeProvider()
    async with an_engine(provider) as engine:
        engine.controller.close_gate()

        assert (await refusal_of(engine, "hi")).failure.kind == "ShuttingDown"
        for user_input in (RetryTurn(), ReleaseQueue(), NewSession()):
            engine.put(user_input)
        await engine.settle()

        assert {notice.title for notice in engine.all_of(NoticeRaised)} == {"Shutting down"}
        assert provider.requests == []
        assert len(engine.controller.sessions) == 1


async def test_prompts_that_nobody_read_at_the_end_are_refused_aloud() -> None:
    async with an_engine(FakeProvider()) as engine:
        engine.submit("too late", prompt_id="p")

        engine.controller.stop()
        refused = await engine.until_type(PromptRefused)

        assert (refused.prompt_id, refused.text) == ("p", "too late")
