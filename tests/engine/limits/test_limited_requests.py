"""A turn whose requests stand behind a rate limiter."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import pytest

from agent_tui.config.engine_options import EngineOptions
from agent_tui.config.provider_config import ProviderConfig
from agent_tui.engine.limits.limited_stream import limited_stream
from agent_tui.engine.limits.rate_limiter import RateLimiter
from agent_tui.engine.limits.request_limits import EndpointLimits, limiters_of
from agent_tui.engine.turns.endpoint import Endpoint
from agent_tui.protocol.events import StepStarted, TurnEnded
from agent_tui.protocol.inputs import CancelTurn
from agent_tui.protocol.limit_events import RateLimitWaiting
from agent_tui.protocol.requests import ModelRequest, UsageReported
from agent_tui.protocol.status import TurnStatus
from agent_tui.protocol.usage import Usage
from tests.engine.builders import PlayedEngine, a_prompt, an_engine
from tests.engine.fake_provider import FakeProvider, Gate, says
from tests.engine.limits.fake_limit_clock import FakeLimitClock


@asynccontextmanager
async def a_limited_engine(
    provider: FakeProvider, limiter: RateLimiter
) -> AsyncIterator[PlayedEngine]:
    async with an_engine(provider) as engine:
        engine.controller._pool.limiter_for = lambda _: limiter
        yield engine


async def test_a_request_waits_for_the_limiter_aloud_and_is_sent_afterwards() -> None:
    provider, clock = FakeProvider(says("one"), says("two")), FakeLimitClock()
    limiter = RateLimiter(requests_per_minute=6, burst=1, clock=clock)
    async with a_limited_engine(provider, limiter) as engine:
        await engine.play("first")
        engine.submit("second")
        waiting = await engine.until_type(RateLimitWaiting)

        assert (waiting.delay_s, len(provider.requests)) == (10.0, 1)
        assert len(engine.all_of(StepStarted)) == 1

        clock.advance(10)
        ended = await engine.until_type(TurnEnded)

        assert (ended.result.text, len(provider.requests)) == ("two", 2)


async def test_a_cancel_ends_the_wait_at_once_and_takes_nothing_of_the_limit() -> None:
    provider, clock = FakeProvider(says("one"), says("two")), FakeLimitClock()
    limiter = RateLimiter(requests_per_minute=6, burst=1, clock=clock)
    async with a_limited_engine(provider, limiter) as engine:
        await engine.play("first")
        engine.submit("second")
        await engine.until_type(RateLimitWaiting)
        engine.put(CancelTurn())
        ended = await engine.until_type(TurnEnded)

        assert ended.result.status is TurnStatus.CANCELLED
        assert (len(provider.requests), limiter.waiting_count) == (1, 0)
        clock.advance(10)
        await limiter.aacquire()  # the one that the cancelled request would have had


async def test_the_wait_is_over_for_a_late_subscriber_once_the_request_is_sent() -> None:
    provider, clock = FakeProvider(says("one"), (Gate(),)), FakeLimitClock()
    limiter = RateLimiter(requests_per_minute=6, burst=1, clock=clock)
    async with a_limited_engine(provider, limiter) as engine:
        await engine.play("first")
        engine.submit("second")
        await engine.until_type(RateLimitWaiting)
        clock.advance(10)
        await engine.until_type(StepStarted)
        late = engine.hub.subscribe()

        told = await late.receive()

        assert any(isinstance(event, StepStarted) for event in told)
        assert not any(isinstance(event, RateLimitWaiting) for event in told)


async def test_the_tokens_that_a_turn_really_took_count_against_the_limit() -> None:
    usage = UsageReported(usage=Usage(input_tokens=900, output_tokens=100))
    provider, clock = FakeProvider((*says("one"), usage)), FakeLimitClock()
    limiter = RateLimiter(tokens_per_minute=60, burst_tokens=5000, clock=clock)
    told: list[float] = []
    async with a_limited_engine(provider, limiter) as engine:
        await engine.play("first")

        with anyio.move_on_after(0):
            await limiter.aacquire(4001, on_wait=told.append)

    assert told == [1.0]


async def test_a_request_beside_the_conversation_stands_behind_the_limiter_too() -> None:
    clock = FakeLimitClock()
    limiter = RateLimiter(tokens_per_minute=60, burst_tokens=100, clock=clock)
    usage = UsageReported(usage=Usage(input_tokens=70, output_tokens=20))
    provider = FakeProvider((*says("a title"), usage))
    request = ModelRequest(model="m", messages=(a_prompt("hello"),))

    async with limited_stream(Endpoint(provider, "m", limiter=limiter), request) as items:
        async for _ in items:
            pass

    told: list[float] = []
    with anyio.move_on_after(0):
        await limiter.aacquire(30, on_wait=told.append)
    assert told == [20.0]


def a_config(**fields: str) -> ProviderConfig:
    return ProviderConfig(**{"name": "local", "base_url": "http://h/v1", "api_key": "k", **fields})  # type: ignore[arg-type]


def test_engines_with_the_same_settings_share_the_limiter_of_an_endpoint() -> None:
    shared, options = EndpointLimits(), EngineOptions(requests_per_minute=5)
    ours, theirs = limiters_of(options, shared=shared), limiters_of(options, shared=shared)

    assert ours(a_config(model="a")) is theirs(a_config(model="b"))


@pytest.mark.parametrize("other", [{"base_url": "http://other/v1"}, {"api_key": "another"}])
def test_another_address_or_key_has_a_limiter_of_its_own(other: dict[str, str]) -> None:
    limiter_for = limiters_of(EngineOptions(tokens_per_minute=5), shared=EndpointLimits())

    assert limiter_for(a_config()) is not limiter_for(a_config(**other))


def test_a_host_s_limiter_wins_over_the_settings_and_nothing_limits_by_default() -> None:
    limiter = RateLimiter(requests_per_minute=1)

    assert limiters_of(EngineOptions(requests_per_minute=5), limiter)(a_config()) is limiter
    assert limiters_of(EngineOptions())(a_config()) is None
