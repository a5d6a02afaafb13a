"""What models cost: list prices of vendors, as data."""

from __future__ import annotations

import re
from collections.abc import Mapping

from agent_tui.config.settings import ModelPrice
from agent_tui.protocol.usage import Usage

# US dollars per million tokens for text, as the vendors' public price pages listed them in November
# 2025 (openai.com/api/pricing, anthropic.com/pricing, ai.google.dev/pricing), the plain rate
# without batch or priority tiers. Only models with one rate for every request within their
# usual window stand here. By preset, because the same name may cost something else elsewhere.
_OPENAI = {
    "gpt-3.5-turbo": (0.50, None, 1.50),
    "gpt-4-turbo": (10.00, None, 30.00),
    "gpt-4o": (2.50, 1.25, 10.00),
    "gpt-4o-2024-05-13": (5.00, None, 15.00),
    "gpt-4o-mini": (0.15, 0.075, 0.60),
    "gpt-4.1": (2.00, 0.50, 8.00),
    "gpt-4.1-mini": (0.40, 0.10, 1.60),
    "gpt-4.1-nano": (0.10, 0.025, 0.40),
    "gpt-5": (1.25, 0.125, 10.00),
    "gpt-5-mini": (0.25, 0.025, 2.00),
    "gpt-5-nano": (0.05, 0.005, 0.40),
    "gpt-5.1": (1.25, 0.125, 10.00),
    "o1": (15.00, 7.50, 60.00),
    "o1-mini": (1.10, 0.55, 4.40),
    "o3": (2.00, 0.50, 8.00),
    "o3-mini": (1.10, 0.55, 4.40),
    "o4-mini": (1.10, 0.275, 4.40),
}
_ANTHROPIC = {
    "claude-3-haiku": (0.25, 0.03, 1.25),
    "claude-3-5-haiku": (0.80, 0.08, 4.00),
    "claude-3-5-sonnet": (3.00, 0.30, 15.00),
    "claude-3-7-sonnet": (3.00, 0.30, 15.00),
    "claude-haiku-4-5": (1.00, 0.10, 5.00),
    "claude-sonnet-4": (3.00, 0.30, 15.00),
    "claude-sonnet-4-0": (3.00, 0.30, 15.00),
    "claude-sonnet-4-5": (3.00, 0.30, 15.00),
    "claude-opus-4": (15.00, 1.50, 75.00),
    "claude-opus-4-0": (15.00, 1.50, 75.00),
    "claude-opus-4-1": (15.00, 1.50, 75.00),
    "claude-opus-4-5": (5.00, 0.50, 25.00),
}
_GEMINI = {
    "gemini-2.0-flash": (0.10, 0.025, 0.40),
}
_BY_PRESET: Mapping[str, Mapping[str, tuple[float, float | None, float]]] = {
    "openai": _OPENAI,
    "anthropic": _ANTHROPIC,
    "gemini": _GEMINI,
}
_DATE = re.compile(r"-(?:20\d{6}|20\d\d-\d\d-\d\d|latest|001)")
"""What may follow a model's name without making it another model."""

_PER = 1_000_000


def price_of(provider: str, model: str, own: Mapping[str, ModelPrice]) -> ModelPrice | None:
    """The price of a model at a provider, by the preset's name; None when it is not known.

    own: the user's, by model name prefix; the longest that fits wins, and outranks the list.
    """
    fitting = [prefix for prefix in own if model.startswith(prefix)]
    if fitting:
        return own[max(fitting, key=len)]
    listed = _BY_PRESET.get(provider, {})
    name = model if model in listed else _undated(model)
    if name not in listed:
        return None
    paid_input, cached_input, output = listed[name]
    return ModelPrice(input=paid_input, cached_input=cached_input, output=output)


def cost_of(usage: Usage, price: ModelPrice) -> float:
    """US dollars. Tokens from a cache cost as much as others where no price of theirs is known."""
    cached = min(usage.cached_tokens, usage.input_tokens)
    cached_price = price.input if price.cached_input is None else price.cached_input
    fresh = usage.input_tokens - cached
    dollars = fresh * price.input + cached * cached_price + usage.output_tokens * price.output
    return dollars / _PER


def _undated(model: str) -> str:
    match = _DATE.search(model)
    return model[: match.start()] if match and match.end() == len(model) else model
