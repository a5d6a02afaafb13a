"""The caret: where each step of the keyboard takes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.transcript.layout import Layout
from agent_tui.ui.transcript.selection.caret_keys import CaretStep
from agent_tui.ui.transcript.selection.place import Place
from agent_tui.ui.transcript.selection.row_cells import RowCells

_Row = tuple[int, int]  # item, and row within it


class Caret:
    """Stands on a character, or on the first cell of an empty row. Moving up and down it comes back
    to the cell that it had, also over shorter rows. There must be rows to stand on."""

    def __init__(self, layout: Layout, item: int, row: int) -> None:
        self._layout = layout
        self._wanted = 0
        self.place = self._start_of((item, row))

    def step(self, step: CaretStep, page: int) -> None:
        """Move. page: rows of the view."""
        match step:
            case CaretStep.UP | CaretStep.DOWN:
                self._move_rows(step is CaretStep.DOWN, 1)
            case CaretStep.HALF_PAGE_UP | CaretStep.HALF_PAGE_DOWN:
                self._move_rows(step is CaretStep.HALF_PAGE_DOWN, max(page // 2, 1))
            case CaretStep.PAGE_UP | CaretStep.PAGE_DOWN:
                self._move_rows(step is CaretStep.PAGE_DOWN, max(page - 1, 1))
            case _:
                self.stand_at(self._target(step))

    def stand_at(self, place: Place) -> None:
        """Go to a cell, and remember it for moving up and down."""
        self.place = place
        self._wanted = place.cell

    def _target(self, step: CaretStep) -> Place:
        place = self.place
        at = place[:2]
        row = self._row(at)
        cells = RowCells(row)
        first, last = _first_and_last(row, cells)
        match step:
            case CaretStep.LEFT:
                return place._replace(cell=max(cells.extent(max(place.cell - 1, 0))[0], first))
            case CaretStep.RIGHT:
                return place._replace(cell=min(cells.extent(place.cell)[1], last))
            case CaretStep.ROW_START:
                return place._replace(cell=first)
            case CaretStep.ROW_END:
                return place._replace(cell=last)
            case CaretStep.TEXT_START:
                starts = _word_starts(row)
                return place._replace(cell=starts[0] if starts else first)
            case CaretStep.FIRST:
                return self._start_of(next(self._rows_after((self._layout.first, -1)), at))
            case CaretStep.LAST:
                return self._start_of(next(self._rows_before((self._layout.end, 0)), at))
            case CaretStep.PREVIOUS_TURN | CaretStep.NEXT_TURN:
                return self._turn(is_next=step is CaretStep.NEXT_TURN)
        return self._word(step)

    def _move_rows(self, is_down: bool, count: int) -> None:
        at: _Row = self.place[:2]
        rows = self._rows_after(at) if is_down else self._rows_before(at)
        for _ in range(count):
            at = next(rows, at)
        cells = RowCells(self._row(at))
        first, last = _first_and_last(self._row(at), cells)
        self.place = Place(*at, cells.extent(min(max(self._wanted, first), last))[0])

    def _word(self, step: CaretStep) -> Place:
        at, cell = self.place[:2], self.place.cell
        is_back = step is CaretStep.WORD_START
        stops = _word_ends if step is CaretStep.WORD_END else _word_starts
        found = _beyond(stops(self._row(at)), cell, is_back=is_back)
        if found is not None:
            return Place(*at, found)
        for each in self._rows_before(at) if is_back else self._rows_after(at):
            if cells := stops(self._row(each)):
                return Place(*each, cells[-1] if is_back else cells[0])
        return self.place

    def _turn(self, *, is_next: bool) -> Place:
        item = self.place.item
        numbers = range(item + 1, self._layout.end)
        if not is_next:
            numbers = range(item - 1, self._layout.first - 1, -1)
        turn = next((n for n in numbers if self._layout.item(n).opens_turn), None)
        if turn is None:
            return self._target(CaretStep.LAST if is_next else CaretStep.FIRST)
        return self._start_of(next(self._rows_after((turn, -1)), self.place[:2]))

    def _rows_after(self, at: _Row) -> Iterator[_Row]:
        """The rows below, without the gaps between items."""
        item, row = at
        layout = self._layout
        while item < layout.end:
            for below in range(max(row + 1, layout.first_row(item)), len(layout.rows(item))):
                yield item, below
            item, row = item + 1, -1

    def _rows_before(self, at: _Row) -> Iterator[_Row]:
        """The rows above, the nearest first, without the gaps between items."""
        item, row = at
        while item >= self._layout.first:
            if item < self._layout.end:
                for above in range(row - 1, self._layout.first_row(item) - 1, -1):
                    yield item, above
            item -= 1
            if item >= self._layout.first:
                row = len(self._layout.rows(item))

    def _start_of(self, at: _Row) -> Place:
        return Place(*at, self._row(at).lead_cells)

    def _row(self, at: _Row) -> SourceRow:
        return self._layout.rows(at[0])[at[1]]


def _first_and_last(row: SourceRow, cells: RowCells) -> tuple[int, int]:
    """The cells of the first and the last character."""
    return row.lead_cells, max(cells.extent(cells.end - 1)[0] if cells.end else 0, row.lead_cells)


def _beyond(stops: list[int], cell: int, *, is_back: bool) -> int | None:
    if is_back:
        return next((stop for stop in reversed(stops) if stop < cell), None)
    return next((stop for stop in stops if stop > cell), None)


def _word_starts(row: SourceRow) -> list[int]:
    return [first for first, _ in _words(row)]


def _word_ends(row: SourceRow) -> list[int]:
    return [last for _, last in _words(row)]


def _words(row: SourceRow) -> Iterator[tuple[int, int]]:
    """The cells of the first and the last character of each word, or run of other characters."""
    cells = RowCells(row)
    for word in _pattern().finditer(cells.text, cells.offset(row.lead_cells)):
        yield cells.cell(word.start()), cells.cell(word.end() - 1)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(r"\w+|[^\w\s]+")
