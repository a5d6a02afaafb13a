"""Items one below the other: which rows there are, how many, and where each item begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment

from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.transcript.height_index import HeightIndex
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.rows_cache import RowsCache


class PlacedRow(NamedTuple):
    """A row, and where it stands: the number of its item, and which of its rows it is. The blank
    row above an item is the item's row 0."""

    item: int
    row: int
    strip: SourceRow


class Layout:
    """Heights are guessed until an item is looked at; drawing it makes its height exact.

    Rows exist only for items that were looked at lately. Before the first `reflow` there is no
    width, and nothing can be drawn.
    """

    def __init__(self, palette: Palette) -> None:
        self._items: list[Item] = []
        self._heights = HeightIndex()
        self._cache = RowsCache()
        self._palette = palette
        self._width = 0

    def __len__(self) -> int:
        return len(self._items)

    @property
    def width(self) -> int:
        """Cells of a row; 0 before the first `reflow`."""
        return self._width

    @property
    def total(self) -> int:
        """Rows of everything, guessed where nobody has looked."""
        return self._heights.total

    @property
    def first(self) -> int:
        """The number of the topmost item. Numbers stay; what is added above gets smaller ones."""
        return 0

    @property
    def end(self) -> int:
        """The number that the next item below will get."""
        return len(self._items)

    def item(self, number: int) -> Item:
        """The item of this number."""
        return self._items[number - self.first]

    def numbers(self) -> range:
        """The numbers of all items, from top to bottom."""
        return range(self.first, self.end)

    @property
    def last(self) -> Item | None:
        """The lowest item."""
        return self._items[-1] if self._items else None

    def append(self, item: Item) -> int:
        """Add an item at the end. Returns its number, which stays."""
        self._items.append(item)
        self._heights.append(self._guess(item))
        return len(self._items) - 1

    def extend(self, items: Sequence[Item]) -> None:
        """Add many items at the end, without looking at them."""
        self._items.extend(items)
        self._heights.rebuild(map(self._guess, self._items))

    def clear(self) -> None:
        """Remove all items."""
        self._items.clear()
        self._heights.rebuild(())
        self._cache.clear()

    def changed(self, number: int) -> None:
        """The item has other content now."""
        self._cache.drop(number)

    def reshaped(self, number: int) -> None:
        """The item takes another number of rows now, guessed until it is drawn."""
        self._cache.drop(number)
        self._heights.set(number, self._guess(self._items[number]))

    def reflow(self, width: int) -> None:
        """Another width: all heights are guesses again."""
        self._width = width
        self._cache.clear()
        self._heights.rebuild(map(self._guess, self._items))

    def repaint(self, palette: Palette) -> None:
        """Other colours; heights stay as they are."""
        self._palette = palette
        self._cache.clear()

    def rows(self, number: int) -> Sequence[SourceRow]:
        """The rows of an item, the blank one above it included. Makes its height exact."""
        rows = self._cache.get(number)
        if rows is None:
            item = self._items[number]
            rows = item.rows(self._width, self._palette)
            if item.has_gap and rows:  # an answer may be empty so far
                rows = [self.blank, *rows]
            self._cache.put(number, rows)
            self._heights.set(number, len(rows))
        return rows

    def rows_from(self, number: int, row: int, count: int) -> list[PlacedRow]:
        """Up to `count` rows with their places, from a row of an item downwards."""
        placed: list[PlacedRow] = []
        while number < self.end and len(placed) < count:
            rows = self.rows(number)
            last = min(len(rows), row + count - len(placed))
            placed.extend(PlacedRow(number, at, rows[at]) for at in range(row, last))
            number, row = number + 1, 0
        return placed

    def start(self, number: int) -> int:
        """The first row of an item, counted from the top of everything."""
        return self._heights.start(number)

    def height(self, number: int) -> int:
        """Rows of an item, perhaps guessed."""
        return self._heights[number]

    def find(self, row: int) -> tuple[int, int]:
        """The item at a row counted from the top of everything, and the row within it."""
        return self._heights.find(max(row, 0))

    def needs_markdown(self) -> bool:
        """Some item waits for the markdown parser, if that is not there yet."""
        return any(item.needs_markdown for item in self._items)

    @property
    def blank(self) -> SourceRow:
        """A row with nothing in it."""
        return SourceRow([Segment(" " * self._width, self._palette.text)], self._width)

    def _guess(self, item: Item) -> int:
        return item.estimate_rows(self._width) + item.has_gap if self._width else 1
