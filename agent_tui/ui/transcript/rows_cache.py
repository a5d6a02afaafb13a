"""Drawn rows of the items that were looked at last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from agent_tui.ui.markdown.source_row import SourceRow

Rows = Sequence[SourceRow]

_MOST_ROWS = 4_000  # a drawn row takes about 1.4 kB


class RowsCache:
    """Least recently used items go first, once there are more than `most_rows` rows. What is on the
    screen was used last, so it stays."""

    def __init__(self, most_rows: int = _MOST_ROWS) -> None:
        self._most_rows = most_rows
        self._rows: OrderedDict[int, Rows] = OrderedDict()
        self._count = 0

    @property
    def row_count(self) -> int:
        """Rows held now."""
        return self._count

    def get(self, item: int) -> Rows | None:
        """The rows of an item, None when they must be drawn."""
        rows = self._rows.get(item)
        if rows is not None:
            self._rows.move_to_end(item)
        return rows

    def put(self, item: int, rows: Rows) -> None:
        """Keep the rows of an item. The newest stays even if it is larger than the cache."""
        self.drop(item)
        self._rows[item] = rows
        self._count += len(rows)
        while self._count > self._most_rows and len(self._rows) > 1:
            _, oldest = self._rows.popitem(last=False)
            self._count -= len(oldest)

    def drop(self, item: int) -> None:
        """Forget the rows of an item."""
        self._count -= len(self._rows.pop(item, ()))

    def clear(self) -> None:
        """Forget everything: another width or another palette."""
        self._rows.clear()
        self._count = 0
