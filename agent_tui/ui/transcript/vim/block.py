"""A rectangle of what is shown: which cells it takes, and its text."""

from __future__ import annotations

from rich.style import Style
from textual.strip import Strip

from agent_tui.ui.transcript.layout import PlacedRow
from agent_tui.ui.transcript.selection.marked_cells import marked_cells
from agent_tui.ui.transcript.selection.place import Place
from agent_tui.ui.transcript.vim.reader import Reader
from agent_tui.ui.transcript.vim.text_window import TextPlace
from agent_tui.ui.widgets.vim_marks import selected_span


class Block:
    """What the engine selects as a block, as far as it is in the window."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def text(self) -> str:
        """Line by line."""
        selection, window = self._reader.engine.selection, self._reader.window
        if selection is None:
            return ""
        lines = []
        for row in range(selection.start[0], selection.end[0] + 1):
            span = self._columns(row)
            lines.append("" if span is None else window.line(row)[slice(*span)])
        return "\n".join(lines)

    def paint(self, placed: PlacedRow, strip: Strip, look: Style) -> Strip:
        """A row with what of it is in the block."""
        cells = self._cells(placed)
        return strip if cells is None else marked_cells(strip, *cells, look)

    def _columns(self, row: int) -> tuple[int, int] | None:
        engine, window = self._reader.engine, self._reader.window
        if engine.selection is None:
            return None
        return selected_span(engine.selection, row, window.line(row), engine.options.tabstop)

    def _cells(self, placed: PlacedRow) -> tuple[int, int] | None:
        window = self._reader.window
        here = window.at_cell(Place(placed.item, placed.row, 0))
        position = window.lines.position(here)
        columns = self._columns(position[0]) if position is not None else None
        if position is None or columns is None:
            return None
        row = position[0]
        starts = [start for start in window.wraps(row) if start > here.column]
        end = min([columns[1], *starts, len(window.line(row))])
        start = max(columns[0], here.column)
        if start >= end:
            return None
        first = window.cell_of(TextPlace(here.item, here.line, start))
        last = window.cell_of(TextPlace(here.item, here.line, end - 1))
        return first.cell, last.cell + 1
