"""The part of the transcript that vim moves in: as many items as its motions need, as lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from agent_tui.ui.transcript.layout import Layout
from agent_tui.ui.transcript.selection.place import Place
from agent_tui.ui.transcript.vim.item_lines import ItemLines
from agent_tui.ui.vim.effects import Position


class TextPlace(NamedTuple):
    """A place that stays while lines above it come and go: an item, a line of it, a column."""

    item: int
    line: int
    column: int


class Lines(NamedTuple):
    """Neighbouring items, drawn as lines. first: the number of the first item. starts: the row at
    which each of them begins, and behind the last one their number. Immutable."""

    first: int
    items: tuple[ItemLines, ...]
    starts: tuple[int, ...]

    @property
    def end(self) -> int:
        """The number behind the last item."""
        return self.first + len(self.items)

    def place(self, position: Position) -> TextPlace:
        """The place at a row and a column. There must be a line."""
        row = min(max(position[0], 0), self.starts[-1] - 1)
        at = bisect_right(self.starts, row) - 1
        return TextPlace(self.first + at, row - self.starts[at], position[1])

    def position(self, place: TextPlace) -> Position | None:
        """Where a place is, None for one outside of these items."""
        at = place.item - self.first
        if not 0 <= at < len(self.items) or not self.items[at].lines:
            return None
        line = min(place.line, len(self.items[at]) - 1)
        return self.starts[at] + line, place.column


class TextWindow:
    """Implements `VimText`, over a layout. It draws what it holds, so it holds little: it is moved
    with `stand_at` and grows with `grow`. Rows are counted within it: after each change of it,
    `lines` tells the new numbers, and those before it the old ones.

    There is always a line, an empty one where nothing is shown.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.lines = _lines(layout.end, ())

    @property
    def line_count(self) -> int:
        """How many lines, at least 1."""
        return self.lines.starts[-1] or 1

    @property
    def is_empty(self) -> bool:
        """Nothing is shown."""
        return not self.lines.starts[-1]

    def line(self, row: int) -> str:
        """One line."""
        if self.is_empty:
            return ""
        item, line = self._at(row)
        return item.lines[line]

    def wraps(self, row: int) -> Sequence[int]:
        """The columns at which the rows of the screen begin that show this line."""
        if self.is_empty:
            return (0,)
        item, line = self._at(row)
        return item.wraps[line]

    def cell_of(self, place: TextPlace) -> Place:
        """Where a place is shown. Its item need not be in the window."""
        item = self.item_lines(place.item)
        if not item.lines:
            return Place(place.item, 0, 0)
        return Place(place.item, *item.cell_of(min(place.line, len(item) - 1), place.column))

    def at_cell(self, place: Place) -> TextPlace:
        """What is shown in a cell, or nearest to it. Its item need not be in the window."""
        item = self.item_lines(place.item)
        if not item.lines:
            return TextPlace(place.item, 0, 0)
        return TextPlace(place.item, *item.at_cell(min(place.row, len(item.rows) - 1), place.cell))

    def rows_of(self, place: TextPlace) -> tuple[int, int]:
        """The first and the last row of its item that show the line of a place."""
        item = self.item_lines(place.item)
        return item.rows_of(min(place.line, len(item) - 1)) if item.lines else (0, 0)

    def item_lines(self, number: int) -> ItemLines:
        """The lines of an item. Draws it if need be."""
        at = number - self.lines.first
        if 0 <= at < len(self.lines.items):
            return self.lines.items[at]
        return self._drawn(number)

    def stand_at(self, number: int) -> None:
        """Hold this item, alone unless it is held already."""
        if not self.lines.first <= number < self.lines.end:
            self.lines = _lines(number, (self._drawn(number),))

    def clear(self) -> None:
        """Hold nothing."""
        self.lines = _lines(self._layout.end, ())

    def grow(self, row: int, above: int, below: int) -> None:
        """Hold so many lines above and below a row, as far as there are any."""
        first, items = self.lines.first, list(self.lines.items)
        missing = row + below + 1 - self.lines.starts[-1]
        while missing > 0 and first + len(items) < self._layout.end:
            items.append(self._drawn(first + len(items)))
            missing -= len(items[-1])
        missing = above - row
        new: list[ItemLines] = []
        while missing > 0 and first > self._layout.first:
            first -= 1
            new.append(self._drawn(first))
            missing -= len(new[-1])
        if new or len(items) > len(self.lines.items):
            self.lines = _lines(first, (*reversed(new), *items))

    def trim(self, row: int, lines: int) -> None:
        """Let go what is more than so many lines away from a row."""
        starts = self.lines.starts
        low = max(bisect_right(starts, row - lines) - 1, 0)
        high = min(bisect_right(starts, row + lines), len(self.lines.items))
        if low or high < len(self.lines.items):
            self.lines = _lines(self.lines.first + low, self.lines.items[low:high])

    def refresh(self) -> bool:
        """Read again what looks different now. False when nothing does."""
        layout, lines = self._layout, self.lines
        if any(
            number >= layout.end or layout.rows(number) is not item.rows
            for number, item in enumerate(lines.items, lines.first)
        ):
            items = (
                item if layout.rows(number) is item.rows else self._drawn(number)
                for number, item in enumerate(lines.items, lines.first)
                if number < layout.end
            )
            self.lines = _lines(lines.first, tuple(items))
            return True
        return False

    def moved(self, place: TextPlace, before: Lines) -> TextPlace:
        """Where a place of `before` is now: on its character, if that is still shown."""
        was, at = place.item - before.first, place.item - self.lines.first
        if not (0 <= was < len(before.items) and 0 <= at < len(self.lines.items)):
            return place
        old, new = before.items[was], self.lines.items[at]
        if old is new:
            return place
        return TextPlace(place.item, *new.moved(place.line, place.column, old))

    def _at(self, row: int) -> tuple[ItemLines, int]:
        at = bisect_right(self.lines.starts, row) - 1
        return self.lines.items[at], row - self.lines.starts[at]

    def _drawn(self, number: int) -> ItemLines:
        layout = self._layout
        return ItemLines(layout.rows(number), has_gap=layout.item(number).has_gap)


def _lines(first: int, items: tuple[ItemLines, ...]) -> Lines:
    starts = [0]
    for item in items:
        starts.append(starts[-1] + len(item))
    return Lines(first, items, tuple(starts))
