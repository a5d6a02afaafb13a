"""Code to rows: hard-wrapped, tabs expanded, on a band of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import RowWriter
from agent_tui.ui.markdown.wrap import WrappedRow, chopped, row_cells, row_text
from agent_tui.ui.render.cells import cells_of

_INDENT = "  "  # so that code stands apart where a theme has no band, and under NO_COLOR
_TAB = 4


@dataclass(frozen=True, slots=True)
class OpenCodeRow:
    """A row that more code may still fill. source: its text, where tabs stand in it."""

    segments: tuple[Segment, ...] = ()
    source: str | None = None
    glue: str = "\n"


class CodeRows:
    """Breaks coloured code into rows. Text may come in any portions; the last row stays open until
    a newline or `close()`, so that portions continue in the middle of a row."""

    def __init__(
        self, writer: RowWriter, palette: Palette, open_row: OpenCodeRow = OpenCodeRow()
    ) -> None:
        self._writer = writer
        self._fill = palette.code_block
        self._indent = Segment(_INDENT, palette.code_block)
        self._width = max(writer.width - len(_INDENT) - 1, 2)
        self._row = list(open_row.segments)
        self._source = open_row.source
        self._glue = open_row.glue
        self._cells = row_cells(open_row.segments)

    @property
    def open_row(self) -> OpenCodeRow:
        """What stands in the row that is not finished yet."""
        return OpenCodeRow(tuple(self._row), self._source, self._glue)

    def write(self, segments: Iterable[Segment]) -> None:
        """Add code; rows that are full or ended go to the writer."""
        for text, style, _ in segments:
            first, *rest = text.split("\n")
            self._put(first, style)
            for line in rest:
                self._end_row(next_glue="\n")
                self._put(line, style)

    def close(self) -> None:
        """Write the open row, unless it is empty."""
        if self._row:
            self._end_row(next_glue="\n")

    def _put(self, text: str, style: Style | None) -> None:
        if "\t" not in text:
            self._put_cells(text, style)
            return
        first, *rest = text.split("\t")
        self._put_cells(first, style)
        for piece in rest:
            self._put_tab(style)
            self._put_cells(piece, style)

    def _put_tab(self, style: Style | None) -> None:
        if self._cells >= self._width:
            self._end_row(next_glue="")
        blanks = min(_TAB - self._cells % _TAB, self._width - self._cells)
        source = row_text(self._row) if self._source is None else self._source
        self._append(" " * blanks, blanks, style)
        self._source = source + "\t"

    def _put_cells(self, text: str, style: Style | None) -> None:
        while text:
            cells = cells_of(text)
            if self._cells + cells <= self._width:
                self._append(text, cells, style)
                return
            head = chopped(text[: 4 * self._width], max(self._width - self._cells, 1))[0]
            if not head or self._cells + cells_of(head) > self._width:
                self._end_row(next_glue="")  # a wide character that does not fit in the last cell
                continue
            self._append(head, cells_of(head), style)
            self._end_row(next_glue="")
            text = text[len(head) :]

    def _append(self, text: str, cells: int, style: Style | None) -> None:
        self._row.append(Segment(text, style))
        self._cells += cells
        if self._source is not None:
            self._source += text

    def _end_row(self, *, next_glue: str) -> None:
        self._writer.row(
            WrappedRow(self._row, self._glue),
            fill=self._fill,
            source=self._source,
            indent=self._indent,
        )
        self._row, self._cells, self._source, self._glue = [], 0, None, next_glue
