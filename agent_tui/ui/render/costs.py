"""Amounts of money for people."""

from __future__ import annotations

from math import floor, log10

from agent_tui.protocol.usage import Usage


def usage_cost(usage: Usage) -> str:
    """`$0.12`, `~$0.12` when it was computed by us, "" when it is not known."""
    if usage.cost_usd is None:
        return ""
    return f"{'~' if usage.is_cost_computed else ''}{cost_text(usage.cost_usd)}"


def cost_text(usd: float) -> str:
    """`$0.12`; below a cent two digits that tell something: `$0.0012`."""
    if usd <= 0:
        return "$0"
    if usd >= 0.0095:
        return f"${usd:,.2f}"
    return f"${usd:.{1 - floor(log10(usd))}f}"
