"""What a request costs, where the provider does not say it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from agent_tui.config.settings import ModelPrice
from agent_tui.engine.turns.endpoint import Endpoint
from agent_tui.protocol.usage import Usage


def priced(usage: Usage, endpoint: Endpoint, prices: Mapping[str, ModelPrice]) -> Usage:
    """The usage with its cost, computed from a price when there is a known one. What the provider
    told stays. prices: the user's own."""
    if usage.cost_usd is not None or not usage.total_tokens:
        return usage
    # Deferred: no first answer waits for a table of prices.
    from agent_tui.config.prices import cost_of, price_of

    price = price_of(endpoint.provider.name, endpoint.model, prices)
    if price is None:
        return usage
    return replace(usage, cost_usd=cost_of(usage, price), is_cost_computed=True)
