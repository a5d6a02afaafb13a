"""A terminal's two screens, main and alternate, on top of pyte, which knows one."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyte
from pyte.modes import IRM
from pyte.screens import Char, wcwidth

_SWITCH = re.compile(rb"\x1b\[\?1049([hl])")
_UNFINISHED = re.compile(rb"\x1b(?:\[[<>=?]?[\d;]*)?\Z")
# pyte does not know how the kitty keyboard is switched off and would print the "u".
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[<\d*u")


class TerminalScreen:
    """Like xterm: entering clears the alternate screen unless it is shown already; leaving puts the
    cursor back to where it was at the last entering, even when nothing is left."""

    def __init__(self, columns: int, rows: int) -> None:
        self._main = _Screen(columns, rows)
        self._alternate = _Screen(columns, rows)
        self._streams = (pyte.ByteStream(self._main), pyte.ByteStream(self._alternate))
        self._main_cursor = (0, 0)
        self._unfinished = b""
        self._rows: list[str] = []  # what `lines` said last; pyte notes which rows changed since
        self.is_alternate = False

    @property
    def columns(self) -> int:
        return int(self._shown.columns)

    @property
    def rows(self) -> int:
        return int(self._shown.lines)

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row from 0, in cells."""
        return self._shown.cursor.x, self._shown.cursor.y

    def lines(self) -> list[str]:
        """All rows of the screen that is shown, without spaces at their ends."""
        shown = self._shown
        if len(self._rows) != shown.lines:
            self._rows = [""] * shown.lines
            shown.dirty.update(range(shown.lines))
        # A combining mark in the first column belongs to the row above, which pyte does not note.
        for row in {changed - back for changed in shown.dirty for back in (0, 1)}:
            if 0 <= row < shown.lines:
                self._rows[row] = _text_of(shown.buffer[row], shown.columns)
        shown.dirty.clear()
        return self._rows.copy()

    def resize(self, columns: int, rows: int) -> None:
        self._rows = []
        self._main.resize(rows, columns)
        self._alternate.resize(rows, columns)

    def feed(self, output: bytes) -> None:
        """Take output, cut anywhere."""
        output = _UNKNOWN_TO_PYTE.sub(b"", self._unfinished + output)
        cut = _UNFINISHED.search(output)
        self._unfinished = cut[0] if cut else b""
        if cut:
            output = output[: cut.start()]
        shown, *switches = _SWITCH.split(output)
        self._print(shown)
        for direction, text in zip(switches[::2], switches[1::2], strict=True):
            self._switch(to_alternate=direction == b"h")
            self._print(text)

    @property
    def _shown(self) -> pyte.Screen:
        return self._alternate if self.is_alternate else self._main

    def _print(self, text: bytes) -> None:
        self._streams[self.is_alternate].feed(text)

    def _switch(self, *, to_alternate: bool) -> None:
        if to_alternate and not self.is_alternate:
            self._main_cursor = self.cursor
            self._alternate.reset()
        self.is_alternate = to_alternate
        self._rows = []
        if not to_alternate:
            self._main.cursor.x, self._main.cursor.y = self._main_cursor


class _Screen(pyte.Screen):
    """pyte's, with the usual text, single cells that fit in the row, drawn in a third of the
    time."""

    def draw(self, data: str) -> None:
        """See `pyte.Screen.draw`."""
        cursor = self.cursor
        fits = cursor.x + len(data) <= self.columns
        if not (fits and data.isascii() and data.isprintable()) or self.charset or IRM in self.mode:
            super().draw(data)
            return
        line, look = self.buffer[cursor.y], cursor.attrs[1:]
        for column, char in enumerate(data, cursor.x):
            line[column] = Char(char, *look)
        cursor.x += len(data)
        self.dirty.add(cursor.y)


def _text_of(cells: Mapping[int, Char], columns: int) -> str:
    """A row without spaces at its end, as pyte's `display`, which reads all rows, would have it:
    the cell after a wide character is skipped."""
    texts = [cells[column].data for column in range(columns)]
    text = "".join(texts)
    if text.isascii():
        return text.rstrip()
    column = 1
    while column < columns:
        if wcwidth(texts[column - 1][:1]) == 2:
            texts[column] = ""
            column += 1
        column += 1
    return "".join(texts).rstrip()
