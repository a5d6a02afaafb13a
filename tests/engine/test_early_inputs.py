"""What is sent before the first session is open."""

from __future__ import annotations

import anyio
import pytest

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.controller import Controller
from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.input_queue import InputQueue
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.events import PromptRefused, TurnEnded
from agent_tui.protocol.inputs import ListSessions, RenameSession, SubmitPrompt
from agent_tui.protocol.session_events import SessionsListed
from tests.engine.builders import PlayedEngine
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, FakeProviderSource, says


@pytest.fixture
def engine() -> PlayedEngine:
    """An engine that nobody has started, and without a session."""
    clock = FakeClock()
    hub, inputs, token = EventHub(clock), InputQueue(), CancellationToken()
    controller = Controller(
        hub=hub,
        inputs=inputs,
        store=None,
        providers=FakeProviderSource(FakeProvider(says("Here."), says("There."))),
        options=EngineOptions(cwd="/project"),
        clock=clock,
        token=token,
        on_quit=lambda _: None,
    )
    return PlayedEngine(controller, hub, inputs, token)


async def test_prompts_wait_for_the_first_session_and_keep_their_order(
    engine: PlayedEngine,
) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(engine.controller.run)
        engine.submit("first")
        engine.put(RenameSession(title="mine"))
        await engine.settle()
        assert engine.all_of(PromptRefused) == []

        await engine.controller.open_first()
        engine.submit("second")
        await engine.until_type(TurnEnded)
        await engine.until_type(TurnEnded)
        engine.controller.stop()

    prompts = [message.text for message in engine.messages if message.is_prompt]
    assert prompts == ["first", "second"]
    assert engine.all_of(PromptRefused) == []


async def test_prompts_that_no_session_came_for_are_given_back(engine: PlayedEngine) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(engine.controller.run)
        engine.put(SubmitPrompt(prompt_id="p", text="into the void"))
        await engine.settle()
        engine.controller.stop()

    await engine.settle()
    (refused,) = engine.all_of(PromptRefused)
    assert (refused.prompt_id, refused.text) == ("p", "into the void")


async def test_what_needs_no_session_does_not_wait_for_one(engine: PlayedEngine) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(engine.controller.run)
        engine.put(ListSessions())
        await engine.until_type(SessionsListed)
        engine.controller.stop()
