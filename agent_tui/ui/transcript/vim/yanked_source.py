"""What a yank brings: the source of what it goes over, not what is shown of it."""

from __future__ import annotations

from agent_tui.ui.transcript.layout import Layout
from agent_tui.ui.transcript.selection.copied_text import copied_text
from agent_tui.ui.transcript.selection.place import Place, Span
from agent_tui.ui.transcript.selection.row_cells import RowCells
from agent_tui.ui.transcript.vim.text_window import TextPlace, TextWindow
from agent_tui.ui.vim.area import Area
from agent_tui.ui.vim.registers import Content
from agent_tui.ui.vim.shapes import Shape
from agent_tui.ui.widgets.clean_paste import clean_paste


class YankedSource:
    """Areas of a window, as the engine names them, to source."""

    def __init__(self, layout: Layout, window: TextWindow) -> None:
        self._layout = layout
        self._window = window

    def of(self, area: Area, far: TextPlace | None) -> tuple[Content | None, str | None]:
        """What goes into a register, and the source itself; None for both where what is shown is
        what counts: in a block, and where nothing but decoration is. far: the end of the area that
        is outside of the window, if one is."""
        if area.shape is Shape.BLOCK or self._window.is_empty:
            return None, None
        is_linewise = area.shape is Shape.LINES or _is_whole_lines(area)
        last_row = area.end[0] - (is_linewise and area.shape is not Shape.LINES)
        lines = self._window.lines
        start, end = lines.place(area.start), lines.place((last_row, area.end[1]))
        is_inclusive = area.is_inclusive
        if far is not None and far < start:
            start = far
        elif far is not None:
            end, is_inclusive = far, True
        if is_linewise:
            span = self._span_of_lines(start, end)
        else:
            span = self._span(start, end, is_inclusive=is_inclusive)
        text = copied_text(self._layout, span)
        if not text:
            return None, None
        shape = Shape.LINES if is_linewise else Shape.CHARS
        return Content(tuple(clean_paste(text).split("\n")), shape), text

    def _span_of_lines(self, start: TextPlace, end: TextPlace) -> Span:
        window = self._window
        first, last = window.rows_of(start)[0], window.rows_of(end)[1]
        return Span(Place(start.item, first, 0), Place(end.item, last, self._layout.width))

    def _span(self, start: TextPlace, end: TextPlace, *, is_inclusive: bool) -> Span:
        window = self._window
        first = window.cell_of(start)
        if not is_inclusive and start >= end:
            return Span(first, first)
        if not is_inclusive and end.column == 0:  # up to the end of the line before
            return Span(first, window.cell_of(end)._replace(cell=0))
        last = window.cell_of(end if is_inclusive else end._replace(column=end.column - 1))
        row = self._layout.rows(last.item)[last.row]
        return Span(first, last._replace(cell=RowCells(row).extent(last.cell)[1]))


def _is_whole_lines(area: Area) -> bool:
    """From first column to first column, as the engine sees it."""
    borders = area.start[1] == 0 and area.end[1] == 0 and area.line_count > 1
    return borders and not area.is_inclusive and not area.is_visual
