"""The characters of a row and the cells they stand in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from rich.cells import split_graphemes
from textual.strip import Strip


class RowCells:
    """What stands in which cell. A character may take two cells and be made of many code points; it
    is never cut. text: the whole row's. end: behind the last cell that is not blank."""

    __slots__ = ("_cells", "_offsets", "end", "text")

    def __init__(self, strip: Strip) -> None:
        self.text = strip.text
        self._offsets, self._cells = _edges(strip)
        stripped = len(self.text.rstrip(" "))
        self.end = self._cells[bisect_left(self._offsets, stripped)]

    def offset(self, cell: int) -> int:
        """The offset in `text` of the character in a cell; its end for cells behind the row."""
        return self._offsets[max(bisect_right(self._cells, cell) - 1, 0)]

    def cell(self, offset: int) -> int:
        """The first cell of the character at an offset in `text`."""
        return self._cells[max(bisect_right(self._offsets, offset) - 1, 0)]

    def slice(self, first: int, end: int) -> str:
        """The characters that have a cell between `first` and `end`, end not included."""
        if first >= end:
            return ""
        last = min(bisect_left(self._cells, end), len(self._offsets) - 1)
        return self.text[self.offset(first) : self._offsets[last]]

    def extent(self, cell: int) -> tuple[int, int]:
        """First cell and end of the character in a cell; behind the row, that one cell."""
        at = bisect_right(self._cells, cell) - 1
        if at < 0 or at >= len(self._cells) - 1:
            return cell, cell + 1
        return self._cells[at], self._cells[at + 1]


def _edges(strip: Strip) -> tuple[Sequence[int], Sequence[int]]:
    """Where each character begins, as offset and as cell, and where the last one ends."""
    if strip.text.isascii():
        every = range(len(strip.text) + 1)
        return every, every
    offsets, cells = [0], [0]
    for segment in strip:  # one by one, as Textual measures them
        base = offsets[-1]
        for _, end, width in split_graphemes(segment.text)[0]:
            if width or len(offsets) == 1:
                offsets.append(base + end)
                cells.append(cells[-1] + width)
            else:  # nothing to see: it belongs to the character before it
                offsets[-1] = base + end
    return offsets, cells
