"""Token counts and costs, as providers report them."""

from __future__ import annotations

from math import floor, log10

from msgspec import Struct


class Usage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Tokens of one step, one turn or one session; all counts are zero when the provider is silent.

    input_tokens includes cached_tokens; output_tokens includes reasoning_tokens. cost_usd: in US
    dollars, None when it is not known; of several steps, the sum of what is known.
    is_cost_computed: by us, all of it or some, from list prices.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0
    cost_usd: float | None = None
    is_cost_computed: bool = False

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            reasoning_tokens=self.reasoning_tokens + other.reasoning_tokens,
            cost_usd=_sum(self.cost_usd, other.cost_usd),
            is_cost_computed=self.is_cost_computed or other.is_cost_computed,
        )

    @property
    def total_tokens(self) -> int:
        """Input and output together."""
        return self.input_tokens + self.output_tokens


def cost_text(usd: float) -> str:
    """`$0.12`; below a cent two digits that tell something: `$0.0012`."""
    if usd <= 0:
        return "$0"
    if usd >= 0.0095:
        return f"${usd:,.2f}"
    return f"${usd:.{1 - floor(log10(usd))}f}"


def _sum(one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return other if one is None else one
    return one + other
