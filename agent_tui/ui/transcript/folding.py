"""Opens or folds all thinking, also what comes later."""

from __future__ import annotations

from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.items.thinking_item import ThinkingItem
from agent_tui.ui.transcript.layout import Layout


class ThinkingFolds:
    """is_open: all thinking is shown whole, but for items that were folded one by one. Holds until
    another session is shown."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._end = layout.end  # items that come from there on are not settled yet
        self.is_open = False
        layout.watchers.append(self)
        layout.dressers.append(self._dress)

    def toggle(self) -> None:
        """Open all, or fold all."""
        self.is_open = not self.is_open
        for number in self._layout.at_hand():
            self._settle(number)
        self._end = self._layout.end

    def item_changed(self, number: int) -> None:
        """New items begin as the others are; see `ContentWatcher`."""
        if number < self._end:
            return
        if self.is_open:
            for place in range(self._end, self._layout.end):
                self._settle(place)
        self._end = self._layout.end

    def items_cleared(self) -> None:
        """Another session begins with all of it folded; see `ContentWatcher`."""
        self.is_open, self._end = False, self._layout.end

    def _settle(self, number: int) -> None:
        item = self._layout.item(number)
        if isinstance(item, ThinkingItem) and item.is_open is not self.is_open:
            item.is_open = self.is_open
            self._layout.redressed(number)

    def _dress(self, number: int, item: Item) -> None:
        """An item of the earlier history was made."""
        if isinstance(item, ThinkingItem):
            item.is_open = self.is_open
