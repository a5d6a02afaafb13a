"""Another model or provider in the same conversation."""

from __future__ import annotations

import anyio
import pytest

from agent_tui import (
    Agent,
    ConfigError,
    ModelNotFound,
    ProviderConfig,
    ScriptedProvider,
    tool,
)
from agent_tui.protocol.events import PartDelta, TurnEnded
from agent_tui.providers.scripted import says


async def test_another_provider_gets_the_whole_conversation_and_the_former_one_is_closed() -> None:
    first, second = ScriptedProvider([says("One.")]), ScriptedProvider([says("Two.")], name="b")
    async with Agent(provider=first) as agent:
        await agent.run_turn("first")
        agent.set_provider(second, model="big")
        result = await agent.run_turn("second")

        assert (result.text, agent.get_current_model()) == ("Two.", "big")
        assert (first.is_closed, second.is_closed) == (True, False)
    assert [second.is_closed] == [True]
    assert second.requests[0].model == "big"
    assert [one.text for one in second.requests[0].messages] == ["first", "One.", "second"]


async def test_a_swap_while_an_answer_streams_does_not_break_that_turn() -> None:
    gate = anyio.Event()
    first = ScriptedProvider([says("On"), gate.wait, says("e.")])
    second = ScriptedProvider([says("Two.")], name="b")
    async with Agent(provider=first) as agent:
        async for event in agent.stream("first"):
            if isinstance(event, PartDelta) and event.text == "On":
                agent.set_provider(second)
                assert agent.get_current_model() == "scripted"
                await anyio.to_thread.run_sync(_let_go, agent, gate)
            if isinstance(event, TurnEnded):
                assert event.result.text == "One."
        assert (await agent.run_turn("second")).text == "Two."
    assert first.open_streams == 0


def _let_go(agent: Agent, gate: anyio.Event) -> None:
    agent._call(lambda _: gate.set(), "test").result(10)


async def test_the_model_alone_changes_with_the_same_provider_also_when_a_host_brought_it() -> None:
    own = ScriptedProvider([says("One.")], [says("Two.")], name="own")
    async with Agent(provider=ScriptedProvider()) as agent:
        agent.set_provider(own, model="small")
        await agent.run_turn("first")
        agent.set_model("large")
        await agent.run_turn("second")

        assert agent.get_current_model() == "large"
    assert [one.model for one in own.requests] == ["small", "large"]


async def test_a_provider_that_is_set_again_with_another_model_stays_open() -> None:
    own = ScriptedProvider([says("One.")], [says("Two.")], name="own")
    async with Agent(provider=ScriptedProvider()) as agent:
        agent.set_provider(own, model="small")
        await agent.run_turn("first")
        agent.set_provider(own, model="large")
        await agent.run_turn("second")

        assert not own.is_closed
    assert [own.is_closed] == [True]
    assert [one.model for one in own.requests] == ["small", "large"]


async def test_the_former_provider_can_come_back_by_its_name() -> None:
    first = ScriptedProvider([says("One.")])
    async with Agent(provider=first) as agent:
        agent.set_provider(ScriptedProvider([says("Two.")], name="b"))
        assert (await agent.run_turn("a")).text == "Two."
        agent.set_model("scripted", provider="scripted")
        assert (await agent.run_turn("b")).text == "One."


async def test_an_endpoint_needs_a_model_and_its_key_is_hidden_from_then_on() -> None:
    endpoint = ProviderConfig(
        name="lab", base_url="http://127.0.0.1:9/v1", api_key="sk-lab-0123456789abcdef"
    )
    async with Agent(provider=ScriptedProvider()) as agent:
        with pytest.raises(ConfigError, match="without a model"):
            agent.set_provider(endpoint)
        agent.set_provider(endpoint, model="qwen")
        await agent.restore([{"role": "user", "content": f"my key is {endpoint.api_key}"}])

        assert agent.get_current_model() == "qwen"
        assert endpoint.api_key not in agent.messages[0].text


async def test_an_unknown_model_fails_the_turn_and_the_next_one_works() -> None:
    unknown = ModelNotFound("There is no model x.", provider="scripted", model="x")
    async with Agent(provider=ScriptedProvider([unknown], [says("Ok.")])) as agent:
        agent.set_model("x")
        result = await agent.run_turn("a")
        assert result.error is not None
        assert result.error.kind == "ModelNotFound"
        agent.set_model("scripted")
        assert (await agent.run_turn("b")).text == "Ok."


async def test_a_tool_that_is_registered_in_the_middle_is_in_the_next_request() -> None:
    @tool
    def late() -> str:
        """Come late."""
        return "here"

    provider = ScriptedProvider([says("One.")], [says("Two.")])
    async with Agent(provider=provider) as agent:
        await agent.run_turn("a")
        agent.add_tools(late)
        await agent.run_turn("b")

    offered = [[spec.name for spec in request.tools] for request in provider.requests]
    assert offered == [[], ["late"]]


async def test_the_same_prompt_in_the_same_state_is_the_same_request() -> None:
    provider = ScriptedProvider([says("One.")], [says("Two.")])
    rows = [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "hello"}]
    async with Agent(provider=provider) as agent:
        for _ in range(2):
            await agent.replace(rows)
            await agent.run_turn("the same")

    first, second = provider.requests
    assert (first.model, first.system, first.tools) == (second.model, second.system, second.tools)
    said = [[(one.role, one.text) for one in request.messages] for request in (first, second)]
    assert said[0] == said[1]
