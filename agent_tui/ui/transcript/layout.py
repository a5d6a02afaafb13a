"""Items one below the other: which rows there are, how many, and where each item begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from rich.segment import Segment

from agent_tui.protocol.packed_messages import PackedMessages
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.transcript.earlier_items import Dresser, EarlierItems
from agent_tui.ui.transcript.height_index import HeightIndex
from agent_tui.ui.transcript.items.awaited_item import AWAITED_ROWS, AwaitedItem
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.rows_cache import RowsCache


class PlacedRow(NamedTuple):
    """A row, and where it stands: the number of its item, and which of its rows it is. The blank
    row above an item is the item's row 0."""

    item: int
    row: int
    strip: SourceRow


class ContentWatcher(Protocol):
    """Told when items get another content, and when all of them go."""

    def item_changed(self, number: int) -> None:
        """This item has other content now."""
        ...

    def items_cleared(self) -> None:
        """There are no items any more; numbers begin anew."""
        ...


class Layout:
    """Heights are guessed until an item is looked at; drawing it makes its height exact.

    Items that are added at the end have the numbers from 0 on. Those of an earlier history, which
    comes later, have the numbers below 0, and are made when they are looked at; until all of them
    are there, a row above the topmost says so. Rows exist only for items that were looked at
    lately. Before the first `reflow` there is no width, and nothing can be drawn.
    """

    def __init__(self, palette: Palette) -> None:
        self._items: list[Item] = []
        self._heights = HeightIndex()
        self._earlier = EarlierItems(self._guess)
        self._awaited: Item | None = None  # stands for what is not there yet
        self._has_markdown = False
        self._cache = RowsCache()
        self._palette = palette
        self._width = 0
        self.watchers: list[ContentWatcher] = []

    def __len__(self) -> int:
        return self.end - self.first

    @property
    def width(self) -> int:
        """Cells of a row; 0 before the first `reflow`."""
        return self._width

    @property
    def palette(self) -> Palette:
        """What rows are drawn with."""
        return self._palette

    @property
    def total(self) -> int:
        """Rows of everything, guessed where nobody has looked."""
        return self._rows_above + self._heights.total

    @property
    def first(self) -> int:
        """The number of the topmost item. Numbers stay; what is added above gets smaller ones."""
        return self._earlier.first

    @property
    def top(self) -> int:
        """Like `first`, but of the row that says that there is more, where it stands."""
        return self.first if self._awaited is None else self.first - 1

    @property
    def end(self) -> int:
        """The number that the next item below will get."""
        return len(self._items)

    def item(self, number: int) -> Item:
        """The item of this number."""
        if number >= 0:
            return self._items[number]
        if self._awaited is not None and number < self.first:
            return self._awaited
        return self._earlier.item(number)

    def first_row(self, number: int) -> int:
        """The first row of an item's own, below the gap above it."""
        return int(self.item(number).has_gap)

    def numbers(self) -> range:
        """The numbers of all items, from top to bottom."""
        return range(self.first, self.end)

    def at_hand(self) -> Iterator[int]:
        """The numbers of the items that exist now, in any order. To change all items, change these
        and see to the others with a `dresser`."""
        yield from self._earlier.at_hand()
        yield from range(self.end)

    @property
    def dressers(self) -> list[Dresser]:
        """Called with number and item whenever an item of the earlier history is made."""
        return self._earlier.dressers

    @property
    def is_whole(self) -> bool:
        """Nothing earlier will be added above."""
        return self._awaited is None

    @property
    def last(self) -> Item | None:
        """The lowest item."""
        return self._items[-1] if self._items else None

    def append(self, item: Item) -> int:
        """Add an item at the end. Returns its number, which stays."""
        self._has_markdown = self._has_markdown or item.needs_markdown
        self._items.append(item)
        self._heights.append(self._guess(item))
        return len(self._items) - 1

    def extend(self, items: Sequence[Item]) -> None:
        """Add many items at the end, without looking at them."""
        self._has_markdown = self._has_markdown or any(item.needs_markdown for item in items)
        self._items.extend(items)
        self._heights.rebuild(map(self._guess, self._items))

    @property
    def has_uncounted(self) -> bool:
        """Some of the earlier history is here and does not appear yet."""
        return not self._earlier.is_counted

    def await_earlier(self) -> None:
        """There is more above, which will come."""
        self._awaited = AwaitedItem()

    def put_earlier(self, messages: PackedMessages) -> None:
        """It is here; it appears page by page, with each `count_earlier`."""
        self._has_markdown = True
        self._earlier.put(messages)
        self._end_waiting()

    def count_earlier(self) -> None:
        """Bring in a page of it; nothing happens when all are there. Some milliseconds."""
        if not self._earlier.is_counted:
            self._cache.drop(self.top)
            self._earlier.count_page()
            self._end_waiting()

    def page_start(self, page: int) -> int | None:
        """The number of the first item of a page of the earlier history; None before it appears."""
        return self._earlier.page_start(page)

    def clear(self) -> None:
        """Remove all items."""
        self._items.clear()
        self._heights.rebuild(())
        self._earlier.clear()
        self._awaited = None
        self._has_markdown = False
        self._cache.clear()
        for watcher in self.watchers:
            watcher.items_cleared()

    def changed(self, number: int) -> None:
        """The item has other content now."""
        self._cache.drop(number)
        if number < 0:
            self._earlier.keep(number)
        for watcher in self.watchers:
            watcher.item_changed(number)

    def reshaped(self, number: int) -> None:
        """The item takes another number of rows now, guessed until it is drawn."""
        self._cache.drop(number)
        if number < 0:
            self._earlier.keep(number)
        self._set_height(number, self._guess(self.item(number)))

    def redressed(self, number: int) -> None:
        """Like `reshaped`, of an item that its dressers change: it need not be kept for that."""
        self._cache.drop(number)
        self._set_height(number, self._guess(self.item(number)))

    def reflow(self, width: int) -> None:
        """Another width: all heights are guesses again."""
        old_width, self._width = self._width, width
        self._cache.clear()
        self._earlier.reflow(old_width, width)
        self._heights.rebuild(map(self._guess, self._items))

    def repaint(self, palette: Palette) -> None:
        """Other colours; heights stay as they are."""
        self._palette = palette
        self._cache.clear()

    def rows(self, number: int) -> Sequence[SourceRow]:
        """The rows of an item, the blank one above it included. Makes its height exact."""
        rows = self._cache.get(number)
        if rows is None:
            item = self.item(number)
            rows = item.rows(self._width, self._palette)
            if item.has_gap and rows:  # an answer may be empty so far
                rows = [self.blank, *rows]
            self._cache.put(number, rows)
            self._set_height(number, len(rows))
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
        if number >= 0:
            return self._rows_above + self._heights.start(number)
        return 0 if number < self.first else self._awaited_rows + self._earlier.start(number)

    def height(self, number: int) -> int:
        """Rows of an item, perhaps guessed."""
        if number >= 0:
            return self._heights[number]
        return AWAITED_ROWS if number < self.first else self._earlier.height(number)

    def find(self, row: int) -> tuple[int, int]:
        """The item at a row counted from the top of everything, and the row within it."""
        row = max(row, 0)
        if row < self._awaited_rows:
            return self.top, row
        row -= self._awaited_rows
        if row < self._earlier.rows or not self._items:
            return self._earlier.find(row)
        return self._heights.find(row - self._earlier.rows)

    def needs_markdown(self) -> bool:
        """Some item waits for the markdown parser, if that is not there yet."""
        return self._has_markdown

    @property
    def blank(self) -> SourceRow:
        """A row with nothing in it."""
        return SourceRow([Segment(" " * self._width, self._palette.text)], self._width)

    @property
    def _awaited_rows(self) -> int:
        return 0 if self._awaited is None else AWAITED_ROWS

    @property
    def _rows_above(self) -> int:
        """Rows of what stands above the item 0."""
        return self._awaited_rows + self._earlier.rows

    def _end_waiting(self) -> None:
        if self._earlier.is_counted:
            self._awaited = None

    def _set_height(self, number: int, rows: int) -> None:
        if number >= 0:
            self._heights.set(number, rows)
        elif number >= self.first:
            self._earlier.set_height(number, rows)

    def _guess(self, item: Item) -> int:
        return item.estimate_rows(self._width) + item.has_gap if self._width else 1
