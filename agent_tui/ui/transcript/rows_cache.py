"""Drawn rows of the items that were looked at last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from agent_tui.ui.markdown.source_row import SourceRow

Rows = Sequence[SourceRow]

MOST_BYTES = 6_000_000
# Measured on drawn answers with tracemalloc: a row without segments, each of its segments, and a
# byte for each cell.
_ROW_BYTES, _SEGMENT_BYTES = 400, 130


class RowsCache:
    """Least recently used items go first, once the rows take more than `most_bytes`. What is on the
    screen was used last, so it stays."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._rows: OrderedDict[int, tuple[Rows, int]] = OrderedDict()
        self._bytes = 0

    @property
    def byte_count(self) -> int:
        """What the rows take now, about."""
        return self._bytes

    def get(self, item: int) -> Rows | None:
        """The rows of an item, None when they must be drawn."""
        held = self._rows.get(item)
        if held is None:
            return None
        self._rows.move_to_end(item)
        return held[0]

    def put(self, item: int, rows: Rows) -> None:
        """Keep the rows of an item. The newest stays even if it is larger than the cache."""
        self.drop(item)
        size = sum(_row_bytes(row) for row in rows)
        self._rows[item] = rows, size
        self._bytes += size
        while self._bytes > self._most_bytes and len(self._rows) > 1:
            _, (_, oldest) = self._rows.popitem(last=False)
            self._bytes -= oldest

    def drop(self, item: int) -> None:
        """Forget the rows of an item."""
        _, size = self._rows.pop(item, ((), 0))
        self._bytes -= size

    def clear(self) -> None:
        """Forget everything: another width or another palette."""
        self._rows.clear()
        self._bytes = 0


def _row_bytes(row: SourceRow) -> int:
    return _ROW_BYTES + _SEGMENT_BYTES * len(row) + row.cell_length
