"""What models cost, and what is not known."""

from __future__ import annotations

import pytest

from agent_tui.config.prices import cost_of, price_of
from agent_tui.config.settings import ModelPrice
from agent_tui.protocol.usage import Usage


@pytest.mark.parametrize(
    "model", ["gpt-4.1", "gpt-4.1-2025-04-14", "claude-opus-4-1-20250805", "o3"]
)
def test_a_listed_model_has_its_price_with_a_date_behind_its_name_or_without(model: str) -> None:
    provider = "anthropic" if model.startswith("claude") else "openai"

    assert price_of(provider, model, {}) is not None


@pytest.mark.parametrize(
    ("provider", "model"),
    [("openai", "gpt-4o-audio-preview"), ("openai", "gpt-5-pro"), ("lab", "gpt-4o"), ("demo", "x")],
)
def test_a_model_that_is_not_listed_has_no_price(provider: str, model: str) -> None:
    assert price_of(provider, model, {}) is None


def test_a_price_of_the_users_own_outranks_the_list_and_its_longest_prefix_counts() -> None:
    own = {"gpt": ModelPrice(input=1.0), "gpt-4o": ModelPrice(input=2.0)}

    price = price_of("openai", "gpt-4o-mini", own)

    assert price == ModelPrice(input=2.0)


def test_tokens_from_a_cache_cost_what_is_known_of_them() -> None:
    usage = Usage(input_tokens=1_000_000, cached_tokens=500_000, output_tokens=100_000)

    assert cost_of(usage, ModelPrice(input=2.0, cached_input=0.5, output=8.0)) == pytest.approx(
        1.0 + 0.25 + 0.8
    )
    assert cost_of(usage, ModelPrice(input=2.0, output=8.0)) == pytest.approx(2.8)
