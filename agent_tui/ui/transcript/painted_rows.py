"""Rows that stay the same objects while they look the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from textual.strip import Strip

from agent_tui.ui.transcript.layout import PlacedRow

_MOST_ROWS = 400  # more than fit on any screen


class PaintedRows:
    """The rows in view as an overlay painted them. The view sends a row to the terminal when it is
    another object than before, so what looks the same must be the same."""

    def __init__(self) -> None:
        self._rows: dict[tuple[int, int], tuple[Strip, Hashable, Strip]] = {}

    def painted(
        self, placed: PlacedRow, strip: Strip, marks: Hashable, paint: Callable[[], Strip]
    ) -> Strip:
        """What `paint` makes of `strip`, or has made of it for equal `marks`."""
        known = self._rows.get(placed[:2])
        if known is not None and known[0] is strip and known[1] == marks:
            return known[2]
        if len(self._rows) >= _MOST_ROWS:
            self._rows.clear()
        row = paint()
        self._rows[placed[:2]] = strip, marks, row
        return row
