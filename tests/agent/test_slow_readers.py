"""A reader of events that reads no more: a browser tab in the background, a slow network."""

from __future__ import annotations

import pytest

from agent_tui import Agent, ScriptedProvider, says
from agent_tui.config.settings import Settings


@pytest.mark.timeout(10)  # the engine is left behind after 20 s when it hangs
@pytest.mark.parametrize("way", ["stop", "aclose"])
async def test_an_agent_ends_though_a_reader_reads_no_more(way: str) -> None:
    provider = ScriptedProvider([says("One"), says("Two")])
    agent = Agent(Settings(shutdown_grace_s=0), provider=provider)
    await agent.start()
    full = agent._runtime.hub.subscribe(is_primary=True, capacity=1)
    agent.submit("go")

    await (agent.stop(0) if way == "stop" else agent.aclose())

    assert agent.last_turn is not None
    assert agent.last_turn.status == "interrupted"
    assert agent.messages[0].text == "go"
    full.close()
