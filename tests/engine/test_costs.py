"""What a turn costs, and where it stops for that."""

from __future__ import annotations

import pytest

from agent_tui.config.engine_options import EngineOptions
from agent_tui.config.settings import ModelPrice
from agent_tui.engine.turns import turn
from agent_tui.engine.turns.turn_context import TurnContext
from agent_tui.protocol.requests import UsageReported
from agent_tui.protocol.results import COST_LIMIT
from agent_tui.protocol.status import TurnStatus
from agent_tui.protocol.usage import Usage
from tests.engine.builders import an_engine
from tests.engine.fake_provider import FakeProvider, calls, says

PRICES = {"model-a": ModelPrice(input=1_000.0, output=10_000.0)}
USED = Usage(input_tokens=1_000, output_tokens=100)


async def test_the_cost_is_computed_from_a_known_price_and_marked() -> None:
    provider = FakeProvider((*says("ok"), UsageReported(usage=USED)))
    async with an_engine(provider, options=EngineOptions(prices=PRICES)) as engine:
        result = await engine.play("go")

        assert result.usage.cost_usd == 2.0
        assert result.usage.is_cost_computed
        assert engine.messages[-1].usage == result.usage


async def test_what_the_provider_tells_outranks_a_price() -> None:
    told = Usage(input_tokens=10, output_tokens=10, cost_usd=0.5)
    provider = FakeProvider((*says("ok"), UsageReported(usage=told)))
    async with an_engine(provider, options=EngineOptions(prices=PRICES)) as engine:
        result = await engine.play("go")

    assert result.usage == told


async def test_a_model_without_a_price_has_no_cost() -> None:
    provider = FakeProvider((*says("ok"), UsageReported(usage=USED)))
    async with an_engine(provider) as engine:
        assert (await engine.play("go")).usage.cost_usd is None


async def test_a_turn_that_costs_too_much_ends_where_nobody_can_be_asked() -> None:
    step = (*calls("no_such_tool"), UsageReported(usage=USED))
    provider = FakeProvider(step, step)
    options = EngineOptions(prices=PRICES, max_cost=3.0)
    async with an_engine(provider, options=options) as engine:
        result = await engine.play("go")

    assert result.status is TurnStatus.MAX_ITERATIONS
    assert result.reason == COST_LIMIT
    assert len(provider.requests) == 2


async def test_the_summaries_that_a_turn_makes_are_part_of_what_it_may_cost() -> None:
    full = UsageReported(usage=Usage(input_tokens=7_500, cost_usd=0.5))
    summary = UsageReported(usage=Usage(input_tokens=100, cost_usd=3.0))
    provider = FakeProvider(
        (*says("one"), full), (*says("The summary."), summary), (*calls("no_such_tool"), full)
    )
    async with an_engine(provider, options=EngineOptions(max_cost=3.0)) as engine:
        await engine.play("first " + "x" * 400)
        result = await engine.play("second")

    assert (result.reason, len(provider.requests)) == (COST_LIMIT, 3)


async def test_who_is_asked_about_a_cost_below_a_cent_sees_how_much_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    async def may_go_on(context: TurnContext, header: str, text: str) -> bool:
        asked.append(text)
        return False

    monkeypatch.setattr(turn, "may_go_on", may_go_on)
    used = UsageReported(usage=Usage(cost_usd=0.0012))
    options = EngineOptions(max_cost=0.001)
    async with an_engine(FakeProvider((*calls("no_such_tool"), used)), options=options) as engine:
        await engine.play("go")

    assert asked == ["The turn has cost $0.0012. Let it go on, or say what to do."]
