"""How to test an agent and its tools: no model, no network, and the same result each time.

    pip install agent-tui pytest
    pytest examples/test_with_scripted_provider.py

A `ScriptedProvider` answers each request with the next step of its script and keeps the requests,
so a test sees what the model was told. All else is the real engine: tools, permissions, history.
"""

from __future__ import annotations

from collections.abc import Sequence

import anyio

from agent_tui import (
    Agent,
    CancellationToken,
    Decision,
    PermissionReply,
    PermissionRequest,
    Provider,
    ProviderUnavailable,
    ScriptedProvider,
    TurnStatus,
    calls,
    says,
    tool,
)

# What is tested: an agent that knows a stock, and may order what is missing.


class Stock:
    """How many there are of each item."""

    def __init__(self, **counts: int) -> None:
        self.counts = counts


def stock_agent(provider: Provider, stock: Stock, clerk: Clerk | None = None) -> Agent:
    """The agent. clerk: who allows orders; without one, they are refused."""

    @tool(is_read_only=True, needs_permission=False)
    def count(item: str) -> int:
        """How many there are of an item."""
        return stock.counts[item]

    @tool
    def order(item: str, number: int) -> str:
        """Order some more of an item."""
        stock.counts[item] += number
        return "Ordered."

    return Agent(provider=provider, tools=[count, order], on_permission=clerk)


class Clerk:
    """Allows everything, and knows what he was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def __call__(self, request: PermissionRequest) -> Sequence[PermissionReply]:
        """See `on_permission` of `Agent`."""
        self.asked += [item.arguments for item in request.items]
        return [PermissionReply(decision=Decision.ONCE)]


# The tests. `with` and `agent.blocking` need no plugin for asynchronous tests.


def results(provider: ScriptedProvider) -> list[str]:
    """What the model was told last about its calls."""
    parts = provider.requests[-1].messages[-1].parts
    return [getattr(part, "text", "") for part in parts]


def test_the_model_gets_what_the_tool_says() -> None:
    provider = ScriptedProvider([calls("count", item="bolts")], [says("There are ", "12.")])

    with stock_agent(provider, Stock(bolts=12)) as agent:
        turn = agent.blocking.run_turn("How many bolts are there?")

    assert (turn.status, turn.text, turn.tool_calls) == (TurnStatus.OK, "There are 12.", 1)
    assert results(provider) == ["12"]


def test_a_tool_that_fails_is_told_to_the_model_and_the_turn_goes_on() -> None:
    provider = ScriptedProvider([calls("count", item="nuts")], [says("We have none.")])

    with stock_agent(provider, Stock(bolts=12)) as agent:
        assert agent.chat("How many nuts are there?") == "We have none."

    assert "KeyError" in results(provider)[0]


def test_an_order_needs_permission() -> None:
    script = [calls("order", item="bolts", number=5)], [says("Done.")]
    stock, clerk = Stock(bolts=12), Clerk()

    with stock_agent(ScriptedProvider(*script), stock) as agent:
        agent.chat("Order five bolts")
    assert stock.counts == {"bolts": 12}

    with stock_agent(ScriptedProvider(*script), stock, clerk) as agent:
        agent.chat("Order five bolts")
    assert stock.counts == {"bolts": 17}
    assert clerk.asked == ['{"item":"bolts","number":5}']


def test_a_provider_that_fails_is_a_status_and_the_next_turn_works() -> None:
    away = ProviderUnavailable("The server is away.", provider="scripted", is_retryable=False)
    provider = ScriptedProvider([away], [says("Hello.")])

    with stock_agent(provider, Stock()) as agent:
        turn = agent.blocking.run_turn("Hello?")
        assert turn.status is TurnStatus.ERROR
        assert turn.error is not None
        assert turn.error.kind == "ProviderUnavailable"
        assert agent.chat("Hello?") == "Hello."


def test_a_cancelled_turn_keeps_what_was_said() -> None:
    token = CancellationToken()

    async def never_says_more() -> None:  # awaited where it stands in the script
        token.cancel("changed my mind")
        await anyio.sleep_forever()

    provider = ScriptedProvider([says("Once upon"), never_says_more, says(" a time")])
    with stock_agent(provider, Stock()) as agent:
        turn = agent.blocking.run_turn("Tell me a story", token=token)

    assert (turn.status, turn.reason) == (TurnStatus.CANCELLED, "changed my mind")
    assert turn.text == "Once upon"
