"""The items of a history that was packed away: made page by page, when somebody looks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence

from agent_tui.protocol.packed_messages import PackedMessages
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.items.tool_call_item import ToolCallItem
from agent_tui.ui.transcript.session_items import items_of

_MOST_MADE = 12  # pages whose items are kept at hand; a page is some hundred items

Dresser = Callable[[int, Item], object]


class _Page:
    """first: the number of its first item. rows: of all its items, guessed where nobody looked."""

    __slots__ = ("count", "first", "heights", "index", "items", "rows")

    def __init__(self, index: int, first: int, count: int) -> None:
        self.index, self.first, self.count = index, first, count
        self.rows = 0
        self.items: Sequence[Item] = ()  # () while they are not at hand
        self.heights: list[int] | None = None  # None: at this width nobody looked


class EarlierItems:
    """Items with the numbers below 0, up to -1. `count_page` brings in a page after the other, the
    newest first; until a page is counted, it is not there at all.

    Items that are not at hand are made anew from their messages, and every `dresser` is called with
    each one, to give it what holds for all. What was changed in another way must be `keep`t.
    guess: rows of an item that nobody looked at, its gap included.
    """

    def __init__(self, guess: Callable[[Item], int]) -> None:
        self._guess = guess
        self._messages = PackedMessages()
        self._pages: list[_Page] = []  # the newest first
        self._made: OrderedDict[int, _Page] = OrderedDict()  # by place in `_pages`, last used last
        self._kept: set[int] = set()  # places in `_pages` of those that stay at hand
        self.dressers: list[Dresser] = []
        self.rows = 0

    @property
    def first(self) -> int:
        """The number of the topmost item; 0 when there are none."""
        return self._pages[-1].first if self._pages else 0

    @property
    def is_counted(self) -> bool:
        """All pages are there."""
        return len(self._pages) == self._messages.page_count

    def clear(self) -> None:
        """Forget everything."""
        self._messages = PackedMessages()
        self._pages.clear()
        self._made.clear()
        self._kept.clear()
        self.rows = 0

    def put(self, messages: PackedMessages) -> None:
        """The messages that the items are to be made of. Nothing is counted yet."""
        self._messages = messages

    def count_page(self) -> None:
        """Bring in the newest page that is not there; there must be one. Some milliseconds."""
        index = self._messages.page_count - 1 - len(self._pages)
        items = self._items_of(index)
        page = _Page(index, self.first - len(items), len(items))
        self._dress(page, items)
        page.rows = sum(map(self._guess, items))
        self.rows += page.rows
        self._pages.append(page)

    def page_start(self, index: int) -> int | None:
        """The number of the first item of a page of the messages; None while it is not counted."""
        place = self._messages.page_count - 1 - index
        return self._pages[place].first if place < len(self._pages) else None

    def item(self, number: int) -> Item:
        """The item of this number."""
        place = self._place_of(number)
        page = self._made_page(place)
        return page.items[number - page.first]

    def keep(self, number: int) -> None:
        """This item was changed: it cannot be made anew."""
        place = self._place_of(number)
        self._made_page(place)
        self._kept.add(place)

    def at_hand(self) -> Iterator[int]:
        """The numbers of the items that exist now."""
        for page in list(self._made.values()):
            yield from range(page.first, page.first + page.count)

    def height(self, number: int) -> int:
        """Rows of an item, perhaps guessed."""
        page = self._made_page(self._place_of(number))
        return self._heights(page)[number - page.first]

    def set_height(self, number: int, rows: int) -> None:
        """An item was drawn, or changed."""
        page = self._made_page(self._place_of(number))
        heights = self._heights(page)
        change = rows - heights[number - page.first]
        heights[number - page.first] = rows
        page.rows += change
        self.rows += change

    def start(self, number: int) -> int:
        """The first row of an item, counted from the top of these items."""
        place = self._place_of(number)
        page = self._made_page(place)
        heights = self._heights(page)
        above = sum(other.rows for other in self._pages[place + 1 :])
        return above + sum(heights[: number - page.first])

    def find(self, row: int) -> tuple[int, int]:
        """The item at a row of these items, and the row within it; there must be one."""
        for place in range(len(self._pages) - 1, -1, -1):
            if row < self._pages[place].rows or not place:
                break
            row -= self._pages[place].rows
        page = self._made_page(place)
        # Looking may have shown that the page has fewer rows than was guessed.
        number, heights = page.first, self._heights(page)
        for height in heights[:-1]:
            if row < height:
                break
            row -= height
            number += 1
        return number, row

    def reflow(self, old_width: int, width: int) -> None:
        """Another width: what is at hand is guessed anew, of other pages only the rows beyond two
        for each item are scaled."""
        made = {page.index for page in self._made.values()}
        for page in self._pages:
            page.heights = None
            if page.index in made:
                page.rows = sum(map(self._guess, page.items))
            elif old_width:
                plain = min(page.rows, 2 * page.count)
                page.rows = plain + (page.rows - plain) * old_width // max(width, 1)
        self.rows = sum(page.rows for page in self._pages)

    def _place_of(self, number: int) -> int:
        low, high = 0, len(self._pages) - 1
        while low < high:
            middle = (low + high) // 2
            if self._pages[middle].first <= number:
                high = middle
            else:
                low = middle + 1
        return low

    def _made_page(self, place: int) -> _Page:
        page = self._made.pop(place, None)
        if page is None:
            page = self._pages[place]
            items = self._items_of(page.index)
            self._dress(page, items)
            page.items = items
        self._made[place] = page
        if len(self._made) > _MOST_MADE + len(self._kept):
            self._drop_oldest()
        return page

    def _drop_oldest(self) -> None:
        place = next(place for place in self._made if place not in self._kept)
        self._made.pop(place).items = ()

    def _items_of(self, index: int) -> Sequence[Item]:
        items: list[Item] = []
        for item in items_of(self._messages.page(index)):
            above = items[-1] if items else None
            item.has_gap = has_gap(above, item) if items else index > 0
            items.append(item)
        return items

    def _dress(self, page: _Page, items: Sequence[Item]) -> None:
        for number, item in enumerate(items, page.first):
            for dresser in self.dressers:
                dresser(number, item)

    def _heights(self, page: _Page) -> list[int]:
        if page.heights is None:
            page.heights = list(map(self._guess, page.items))
            change = sum(page.heights) - page.rows
            page.rows += change
            self.rows += change
        return page.heights


def has_gap(above: Item | None, item: Item) -> bool:
    """A blank row stands above an item, but for the first one. One-line items of the same kind
    stand close together."""
    if above is None:
        return False
    return not (isinstance(item, ToolCallItem) and isinstance(above, ToolCallItem))
