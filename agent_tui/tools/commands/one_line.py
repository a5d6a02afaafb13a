"""A command on one line, for lists and panels. Pure."""

from __future__ import annotations

_MOST_CHARS = 120


def one_line(text: str) -> str:
    """Shortened, with "⏎" for the ends of lines."""
    line = " ⏎ ".join(part.strip() for part in text.strip().splitlines())
    return line if len(line) <= _MOST_CHARS else f"{line[: _MOST_CHARS - 1]}…"
