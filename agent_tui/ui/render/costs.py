"""Amounts of money for people."""

from __future__ import annotations

from agent_tui.protocol.usage import Usage, cost_text


def usage_cost(usage: Usage) -> str:
    """`$0.12`, `~$0.12` when it was computed by us, "" when it is not known."""
    if usage.cost_usd is None:
        return ""
    return f"{'~' if usage.is_cost_computed else ''}{cost_text(usage.cost_usd)}"
