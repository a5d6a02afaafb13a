"""The lines of one item: its rows as vim sees them, without decoration, unwrapped."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.transcript.items.item import MARGIN
from agent_tui.ui.transcript.selection.row_cells import RowCells


class ItemLines:
    """Rows that are joined by anything but a line break are one line. The gap above an item is an
    empty line. rows: what it was made of; the layout has other rows as soon as they look different.
    """

    __slots__ = ("_first_rows", "_has_gap", "lines", "rows", "wraps")

    def __init__(self, rows: Sequence[SourceRow], *, has_gap: bool) -> None:
        self.rows = rows
        self._has_gap = has_gap
        self.lines: list[str] = []
        self.wraps: list[tuple[int, ...]] = []  # of each line: the columns where its rows begin
        self._first_rows: list[int] = []
        texts: list[str] = []
        starts: list[int] = []
        size = 0
        for number, row in enumerate(rows):
            cells = RowCells(row)
            text = cells.slice(row.lead_cells, cells.end)
            if not texts or row.glue == "\n" or number == int(has_gap):
                self._end_line(texts, starts)
                texts, starts, size = [text], [0], len(text)
                self._first_rows.append(number)
            else:
                texts += (row.glue, text)
                starts.append(size + len(row.glue))
                size = starts[-1] + len(text)
        self._end_line(texts, starts)

    def __len__(self) -> int:
        return len(self.lines)

    def row_of(self, line: int, column: int) -> int:
        """The row in which a column of a line is shown."""
        return self._first_rows[line] + self._wrap(line, column)

    def cell_of(self, line: int, column: int) -> tuple[int, int]:
        """The row and the cell of it in which a column of a line is shown."""
        wrap = self._wrap(line, column)
        row = self._first_rows[line] + wrap
        if self._is_gap(row):
            return row, min(MARGIN, max(self.rows[row].cell_length - 1, 0))
        lead = self.rows[row].lead_cells
        cells = RowCells(self.rows[row])
        cell = cells.cell(cells.offset(lead) + column - self.wraps[line][wrap])
        return row, max(min(cell, self.rows[row].cell_length - 1), 0)

    def at_cell(self, row: int, cell: int) -> tuple[int, int]:
        """The line and the column of it that are shown in a cell, or nearest to it."""
        line = max(bisect_right(self._first_rows, row) - 1, 0)
        if self._is_gap(row):
            return line, 0
        wrap = row - self._first_rows[line]
        lead = self.rows[row].lead_cells
        cells = RowCells(self.rows[row])
        first = cells.offset(lead)
        last = max(cells.offset(cells.end - 1) if cells.end > lead else first, first)
        offset = min(max(cells.offset(cell), first), last)
        return line, self.wraps[line][wrap] + offset - first

    def rows_of(self, line: int) -> tuple[int, int]:
        """The first and the last row of a line."""
        first = self._first_rows[line]
        return first, first + len(self.wraps[line]) - 1

    def moved(self, line: int, column: int, before: ItemLines) -> tuple[int, int]:
        """Where a place in former lines of the item is in these: on the same character, if it can
        be found."""
        if not self.lines or line >= len(before.lines):
            return 0, 0
        wanted = before.lines[line][: column + 1]
        line = min(line, len(self.lines) - 1)
        if self._begins(line, wanted):
            return line, column
        same = [other for other in range(len(self.lines)) if self._begins(other, wanted)]
        if same:
            return min(same, key=lambda other: abs(other - line)), column
        return line, min(column, max(len(self.lines[line]) - 1, 0))

    def _begins(self, line: int, text: str) -> bool:
        return self.lines[line].startswith(text) if text else not self.lines[line]

    def _wrap(self, line: int, column: int) -> int:
        return max(bisect_right(self.wraps[line], column) - 1, 0)

    def _is_gap(self, row: int) -> bool:
        return self._has_gap and row == 0

    def _end_line(self, texts: list[str], starts: list[int]) -> None:
        if texts:
            self.lines.append("".join(texts))
            self.wraps.append(tuple(starts))
