"""Where in the transcript: a cell of a row of an item, and what lies between two of them."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A cell. It compares as it is read: from top to bottom, from left to right."""

    item: int
    row: int
    cell: int


class Span(NamedTuple):
    """Everything from `start` up to, not including, `end`."""

    start: Place
    end: Place

    def cells_in(self, item: int, row: int, width: int) -> tuple[int, int] | None:
        """The cells of a row that belong to it, end not included; None for none of them."""
        at = (item, row)
        if not self.start[:2] <= at <= self.end[:2]:
            return None
        first = self.start.cell if at == self.start[:2] else 0
        end = self.end.cell if at == self.end[:2] else width
        return (first, end) if first < end else None
