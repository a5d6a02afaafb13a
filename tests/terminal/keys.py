"""Keys as a terminal sends them."""

from __future__ import annotations

ENTER = "\r"
ESCAPE = "\x1b"
TAB = "\t"
BACKSPACE = "\x7f"
UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
HOME, END = "\x1b[H", "\x1b[F"
PAGE_UP, PAGE_DOWN = "\x1b[5~", "\x1b[6~"
SHIFT_TAB = "\x1b[Z"
F1 = "\x1bOP"


def ctrl(letter: str) -> str:
    """`ctrl("q")` is what Ctrl+Q sends."""
    return chr(ord(letter.upper()) - ord("@"))


def pasted(text: str) -> str:
    """A bracketed paste."""
    return f"\x1b[200~{text}\x1b[201~"
