"""A session's title, from its first prompt."""

from __future__ import annotations

import unicodedata

MAX_TITLE_CELLS = 60


def title_from(prompt: str) -> str:
    """The first line with visible text, at most 60 terminal cells wide; "" when there is none."""
    # A prompt can be megabytes of pasted text; its title stands at the beginning.
    for line in prompt[:10_000].splitlines():
        visible = "".join(char if char.isprintable() else " " for char in line)
        if words := visible.split():
            return _cut(" ".join(words))
    return ""


def _cut(line: str) -> str:
    if sum(map(_cells, line)) <= MAX_TITLE_CELLS:
        return line
    kept, width = [], 1  # one cell for the ellipsis
    for char in line:
        width += _cells(char)
        if width > MAX_TITLE_CELLS:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def _cells(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
