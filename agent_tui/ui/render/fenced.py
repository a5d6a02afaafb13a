"""Text in a markdown fence that it cannot break out of."""

from __future__ import annotations

import re

_TICKS = re.compile(r"`{3,}")


def fenced(text: str, language: str = "") -> str:
    """`text` as a code block; the fence is longer than any in the text."""
    longest = max(map(len, _TICKS.findall(text)), default=2)
    fence = "`" * (longest + 1)
    body = text.strip("\n")
    return f"{fence}{language}\n{body}\n{fence}"
