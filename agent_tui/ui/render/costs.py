"""Amounts of money for people."""

from __future__ import annotations

from math import floor, log10


def cost_text(usd: float) -> str:
    """`$0.12`; below a cent two digits that tell something: `$0.0012`."""
    if usd <= 0:
        return "$0"
    if usd >= 0.0095:
        return f"${usd:,.2f}"
    return f"${usd:.{1 - floor(log10(usd))}f}"
