"""One rate limiter before several agents."""

from __future__ import annotations

from pathlib import Path

from agent_tui import Agent, AgentTui, EngineWorker, RateLimiter, ScriptedProvider, Settings
from agent_tui.protocol.limit_events import RateLimitWaiting
from agent_tui.protocol.status import TurnStatus
from agent_tui.providers.scripted import says


async def test_what_one_agent_sent_lets_the_other_one_wait_on_whatever_thread() -> None:
    limiter = RateLimiter(requests_per_minute=0.001, burst=1)
    worker = EngineWorker()
    first, second = ScriptedProvider(says("one")), ScriptedProvider(says("never"))
    async with (
        worker,
        Agent(provider=first, rate_limiter=limiter, worker=worker) as agent,
        Agent(provider=second, rate_limiter=limiter) as other,
    ):
        assert (await agent.run_turn("hi")).status is TurnStatus.OK
        async for event in other.stream("hi"):
            if isinstance(event, RateLimitWaiting):
                assert event.delay_s > 50_000
                other.cancel()

        assert second.requests == []
        assert limiter.waiting_count == 0


async def test_agents_with_the_same_settings_and_endpoint_share_their_limit() -> None:
    settings = Settings(requests_per_minute=1)
    one, other = ScriptedProvider(says("one"), name="limited"), ScriptedProvider(name="limited")
    async with Agent(settings, provider=one) as agent:
        await agent.run_turn("hi")
    async with Agent(settings, provider=other) as agent:
        async for event in agent.stream("hi"):
            if isinstance(event, RateLimitWaiting):
                agent.cancel()

    assert (len(one.requests), len(other.requests)) == (1, 0)


def test_an_application_takes_a_limiter_while_it_is_configured(tmp_path: Path) -> None:
    limiter = RateLimiter(tokens_per_minute=1000)

    app = AgentTui(name="host").set_working_directory(tmp_path).set_rate_limiter(limiter)

    assert app._plan.rate_limiter is limiter
