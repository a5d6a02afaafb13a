"""The three shapes that text has for operators and registers."""

from __future__ import annotations

from enum import StrEnum


class Shape(StrEnum):
    """How a piece of text is taken and put back. The values are Vim's names for them."""

    CHARS = "v"
    LINES = "V"
    BLOCK = "\x16"
