"""Code to rows: hard-wrapped, tabs expanded, on a band of its own."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import chop_cells
from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import RowWriter
from agent_tui.ui.render.cells import cells_of

_INDENT = "  "  # so that code stands apart where a theme has no band, and under NO_COLOR
_TAB = 4


class CodeRows:
    """Breaks coloured code into rows. Text may come in any portions; the last row stays open until
    a newline or `close()`, so that portions continue in the middle of a row."""

    def __init__(
        self, writer: RowWriter, palette: Palette, open_row: tuple[Segment, ...] = ()
    ) -> None:
        self._writer = writer
        self._fill = palette.code_block
        self._width = max(writer.width - len(_INDENT) - 1, 2)
        self._row = list(open_row)
        self._cells = sum(cells_of(segment.text) for segment in open_row)

    @property
    def open_row(self) -> tuple[Segment, ...]:
        """What stands in the row that is not finished yet."""
        return tuple(self._row)

    def write(self, segments: Iterable[Segment]) -> None:
        """Add code; rows that are full or ended go to the writer."""
        for text, style, _ in segments:
            first, *rest = text.split("\n")
            self._put(first, style)
            for line in rest:
                self._end_row()
                self._put(line, style)

    def close(self) -> None:
        """Write the open row, unless it is empty."""
        if self._row:
            self._end_row()

    def _put(self, text: str, style: Style | None) -> None:
        if "\t" in text:
            text = self._without_tabs(text)
        while text:
            cells = cells_of(text)
            if self._cells + cells <= self._width:
                self._row.append(Segment(text, style))
                self._cells += cells
                return
            head = chop_cells(text[: 4 * self._width], max(self._width - self._cells, 1))[0]
            if not head or self._cells + cells_of(head) > self._width:
                self._end_row()  # a wide character that does not fit in the last cell
                continue
            self._row.append(Segment(head, style))
            self._end_row()
            text = text[len(head) :]

    def _without_tabs(self, text: str) -> str:
        out, column = "", self._cells
        for character in text:
            piece = " " * (_TAB - column % _TAB) if character == "\t" else character
            out += piece
            column += cells_of(piece)
        return out

    def _end_row(self) -> None:
        self._writer.row([Segment(_INDENT, self._fill), *self._row], fill=self._fill)
        self._row, self._cells = [], 0
