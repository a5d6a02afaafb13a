"""What the reader looks at: the end, or a row of an item that must not move."""

from __future__ import annotations

from agent_tui.ui.transcript.layout import Layout


class Anchor:
    """The row at the top of the view, named by item and row within it, so that it survives text
    arriving below, guesses becoming exact above, another width and other colours.

    follows: the view sticks to the end instead. Every move ends with `settle`.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._item = 0
        self._row = 0
        self.follows = True

    @property
    def place(self) -> tuple[int, int]:
        """The item and the row within it at the top of the view, as of the last `settle`."""
        return self._item, self._row

    def settle(self, height: int) -> int:
        """Make everything exact that a view of `height` rows shows. Returns the row at its top,
        counted from the top of everything. Reaching the end means to follow it."""
        layout = self._layout
        if not len(layout):
            self._item = self._row = 0
            self.follows = True
            return 0
        if not self.follows:
            self._item = min(max(self._item, layout.top), layout.end - 1)
            self._row = min(self._row, max(len(layout.rows(self._item)) - 1, 0))
            if not self._is_filled_below(height):
                self.follows = True
        if self.follows:
            self._stand_above_end(height)
        return layout.start(self._item) + self._row

    def move(self, rows: int, height: int) -> int:
        """Move by rows, negative upwards, exactly: whatever is passed is drawn. See `settle`."""
        if not len(self._layout):
            return 0
        self.settle(height)
        self._step(rows)
        self.follows = False
        return self.settle(height)

    def jump(self, row: int, height: int) -> int:
        """Go to a row counted from the top of everything, by guessed heights. See `settle`."""
        if len(self._layout):
            self._item, self._row = self._layout.find(row)
            self.follows = False
        return self.settle(height)

    def stand_at(self, item: int, row: int) -> None:
        """Put a row of an item at the top of the view; see `settle`."""
        self._item, self._row = item, row
        self.follows = False

    def count_earlier(self) -> None:
        """Let the layout bring in more above. Whoever looks at the row that stands for it sees the
        same rows below."""
        layout = self._layout
        awaits = not self.follows and self._item < layout.first
        layout.count_earlier()
        if awaits:
            self._row = max(len(layout.rows(self._item)) - 1, 0)

    def reflow(self, width: int) -> None:
        """Give the layout another width; the same part of the same item stays at the top."""
        layout = self._layout
        if not len(layout) or not layout.width:
            layout.reflow(width)
            return
        before = max(layout.height(self._item), 1)
        layout.reflow(width)
        if not self.follows:
            self._row = self._row * len(layout.rows(self._item)) // before

    def _step(self, rows: int) -> None:
        layout = self._layout
        self._row += rows
        while self._row < 0 and self._item > layout.top:
            self._item -= 1
            self._row += len(layout.rows(self._item))
        self._row = max(self._row, 0)
        while self._item < layout.end - 1 and self._row >= len(layout.rows(self._item)):
            self._row -= len(layout.rows(self._item))
            self._item += 1

    def _is_filled_below(self, height: int) -> bool:
        """There are more than `height` rows from the anchor on, so that the end is out of sight."""
        seen, item = -self._row, self._item
        while item < self._layout.end and seen <= height:
            seen += len(self._layout.rows(item))
            item += 1
        return seen > height

    def _stand_above_end(self, height: int) -> None:
        item = self._layout.end
        missing = height
        while item > self._layout.top and missing > 0:
            item -= 1
            missing -= len(self._layout.rows(item))
        self._item, self._row = item, max(-missing, 0)
