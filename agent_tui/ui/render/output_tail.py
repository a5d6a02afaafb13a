"""The end of a running command's output, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown.wrap import chopped, expanded
from agent_tui.ui.render.cells import cells_of
from agent_tui.ui.render.counted import counted
from agent_tui.ui.render.terminal_text import TerminalTextStream

MOST_CHARACTERS = 16_000
"""Kept of an output, whatever its length."""
_UNIT = 1024

RowT = TypeVar("RowT")


class OutputTail:
    """Keeps the last characters of an output and counts what came before them."""

    def __init__(self) -> None:
        self._stream = TerminalTextStream(most_open=MOST_CHARACTERS)
        self._text = ""  # finished lines
        self._line_count = 0  # finished lines that are no longer in `_text`
        self._skipped_bytes = 0

    def __bool__(self) -> bool:
        return bool(self._text or self._stream.open_line or self._skipped_bytes)

    def feed(self, text: str, skipped_bytes: int = 0) -> None:
        """Take more output. skipped_bytes: left out before it."""
        self._skipped_bytes += skipped_bytes
        lines = self._stream.feed(text)
        if len(self._text) + len(lines) <= MOST_CHARACTERS:
            self._text += lines
            return
        joined = self._text + lines
        cut = joined.find("\n", len(joined) - MOST_CHARACTERS // 2) + 1 or len(joined)
        self._line_count += joined.count("\n", 0, cut)
        self._text = joined[cut:]

    def last_rows(
        self, width: int, most: int, cut: Callable[[str, int], Sequence[RowT]]
    ) -> tuple[list[RowT], str]:
        """The last rows of at most `width` cells, and what stands above them in words (`1,240
        lines`), "" when they are all. cut: one line in rows, see `monospace_rows`."""
        lines = self._text.split("\n")
        lines[-1] = self._stream.open_line
        if not lines[-1]:
            lines.pop()
        rows: list[RowT] = []
        while lines and len(rows) < most:
            line = lines.pop()
            if not line.isascii():
                line = line[-2 * most * max(width, 2) :]  # breaking by cells is slow
            rows[:0] = cut(line, width)
        above = self._line_count + len(lines) + (len(rows) > most)
        return rows[-most:], _above(above, self._skipped_bytes)


def monospace_rows(line: str, width: int) -> list[str]:
    """One line of output cut into rows of at most `width` cells, as a terminal would, harmless; at
    least one row. Of an enormous line the end is kept."""
    width = max(width, 2)
    text = expanded(harmless(line[-MOST_CHARACTERS:]).replace("\n", " ")).rstrip(" ")
    if cells_of(text) <= width:
        return [text]
    if text.isascii():
        return [text[at : at + width] for at in range(0, len(text), width)]
    return chopped(text, width)


def size_text(count: int) -> str:
    """A number of bytes: `840 bytes`, `3.2 MB`."""
    if count < _UNIT:
        return f"{count} bytes"
    size, units = count / _UNIT, ["TB", "GB", "MB", "kB"]
    unit = units.pop()
    while size >= _UNIT and units:
        size, unit = size / _UNIT, units.pop()
    return f"{size:.1f} {unit}" if size < 10 else f"{size:,.0f} {unit}"


def _above(lines: int, skipped_bytes: int) -> str:
    parts = [counted(lines, "line") if lines else ""]
    if skipped_bytes:
        parts.append(size_text(skipped_bytes))
    return " and ".join(part for part in parts if part)
