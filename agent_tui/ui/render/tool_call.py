"""A tool call in one line: what was called, on what, with which result."""

from __future__ import annotations

import msgspec

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.render.durations import duration_text

_MOST_CHARACTERS = 400  # of one piece: more never fits into a row


def call_target(arguments: str) -> str:
    """The argument that tells most: the first string, else all arguments as they came."""
    try:
        values = msgspec.json.decode(arguments or "{}")
    except msgspec.DecodeError:
        return one_line(arguments)
    if not isinstance(values, dict) or not values:
        return "" if values in ({}, None) else one_line(arguments)
    texts = (value for value in values.values() if isinstance(value, str) and value.strip())
    return one_line(next(texts, arguments))


def call_result(text: str, *, is_error: bool, elapsed_s: float) -> str:
    """`42 lines · 0.3 s`; of an error its first line."""
    lines = text.strip().count("\n") + 1 if text.strip() else 0
    if is_error:
        result = one_line(text.strip().split("\n")[0]) or "failed"
    elif lines > 1:
        result = f"{lines:,} lines"
    else:
        result = one_line(text.strip()) if len(text) <= 60 else "1 line"
    parts = [result or "no output"]
    if elapsed_s:
        parts.append(duration_text(elapsed_s))
    return " · ".join(parts)


def one_line(text: str) -> str:
    """Foreign text as a single harmless line."""
    return " ".join(harmless(text[:_MOST_CHARACTERS]).split())
