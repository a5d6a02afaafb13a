"""Thinking while it goes on: its last rows, drawn on with each delta."""

from __future__ import annotations

from rich.segment import Segment

from agent_tui.ui.foreign_text import ForeignTextStream
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.markdown.wrap import WrappedRow, expanded, wrapped
from agent_tui.ui.transcript.items.item import MARGIN

INDENT = "  "


class LiveThinking:
    """The rows of a text that grows, at most `most` of them, the last ones. Greedy wrapping never
    looks back beyond the row it is in, so a delta costs its own length and the row before it."""

    __slots__ = ("_count", "_last", "_most", "_palette", "_rows", "_stream", "_width", "pending")

    def __init__(self, text: str, width: int, palette: Palette, most: int) -> None:
        self.pending = text.lstrip()
        self._width, self._palette, self._most = width, palette, most
        self._stream = ForeignTextStream()
        self._rows: list[SourceRow] = []  # finished
        self._last = WrappedRow()  # the row that may still grow
        self._count = 0  # rows that were finished

    def fits(self, width: int, palette: Palette, most: int) -> bool:
        """It was drawn for these."""
        return (self._width, self._palette, self._most) == (width, palette, most)

    @property
    def above(self) -> int:
        """Rows above those that `rows` gives."""
        return max(self._count + 1 - self._most, 0)

    def rows(self) -> list[SourceRow]:
        """The rows there are now."""
        style = self._palette.dim + self._palette.emphasis
        writer = RowWriter(Frame(self._width, MARGIN), self._palette.text)
        writer.push(Segment(INDENT, self._palette.text))
        text = expanded(self._stream.feed(self.pending))
        self.pending = ""
        if text:
            glue = self._last.glue
            rows = wrapped([*self._last, Segment(text, style)], writer.width)
            rows[0].glue = glue
            # Blanks at the end of the text are not part of a row, but the next word needs them.
            blanks = text[len(text.rstrip(" ")) :]
            if blanks and rows[-1]:
                rows[-1].append(Segment(blanks, style))
            *finished, self._last = rows
            self._count += len(finished)
            for row in finished[-self._most :]:
                writer.row(row)
            self._rows = [*self._rows, *writer.rows][-self._most :]
            writer.rows = []
        writer.row(self._last)
        return [*self._rows, *writer.rows][-self._most :]
