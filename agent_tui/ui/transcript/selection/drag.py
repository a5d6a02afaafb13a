"""A drag of the mouse: where it began, where the pointer is, how fast the view scrolls for it."""

from __future__ import annotations

from dataclasses import dataclass

from agent_tui.ui.transcript.selection.selection import Selection

_MOST_ROWS = 12


@dataclass(slots=True)
class Drag:
    """origin: where the button went down. x, y: the pointer, in cells of the view, perhaps outside
    of it. has_moved: it is more than a click. has_left_row: it was in another row since."""

    origin: Selection
    x: int
    y: int
    has_moved: bool = False
    has_left_row: bool = False

    def moves_to(self, x: int, y: int) -> bool:
        """Follow the pointer. False while it has never left the cell in which it began."""
        self.has_moved = self.has_moved or (x, y) != (self.x, self.y)
        self.has_left_row = self.has_left_row or y != self.y
        self.x, self.y = x, y
        return self.has_moved

    def scroll_rows(self, first: int, end: int) -> int:
        """Rows to scroll at each tick, negative upwards: so many more, the farther the pointer is
        above row `first` or below the rows before `end`. A selection within a row scrolls nothing.
        """
        if not self.has_left_row:
            return 0
        if self.y < first:
            return max(self.y - first, -_MOST_ROWS)
        return min(self.y - end + 1, _MOST_ROWS) if self.y >= end else 0
