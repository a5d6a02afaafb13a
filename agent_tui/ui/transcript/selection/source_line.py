"""A line of the source: the rows it was wrapped into, as one text again."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.transcript.selection.row_cells import RowCells

# Beside letters and digits: what paths, addresses and names are made of.
_IN_WORDS = frozenset("_~./\\@%+#&=?:$-'\u2019")
_ENDS_SENTENCES = ".?:'\u2019"


class SourceLine:
    """The rows of one line. first, last: which of the item's rows they are."""

    def __init__(self, rows: Sequence[SourceRow], row: int) -> None:
        self.first = self.last = row
        while self.first > 0 and rows[self.first].glue != "\n":
            self.first -= 1
        while self.last < len(rows) - 1 and rows[self.last + 1].glue != "\n":
            self.last += 1
        self._rows = rows[self.first : self.last + 1]
        self._cells = [RowCells(each) for each in self._rows]

    def ends(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Row and cell of its first character, decoration included, and of its last."""
        end = max(self._cells[-1].end, self._rows[-1].lead_cells + 1)
        return (self.first, 0), (self.last, end - 1)

    def word_at(self, row: int, cell: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Row and cell of the first and of the last character of the word at a cell; a path or an
        address is one word, also across rows. None where no text is."""
        text, starts = self._joined()
        at = row - self.first
        cells, lead = self._cells[at], self._rows[at].lead_cells
        if not lead <= cell < cells.end:
            return None
        offset = starts[at] + cells.offset(cell) - cells.offset(lead)
        first, end = _word(text, offset)
        return self._place(first, starts), self._place(end - 1, starts)

    def _joined(self) -> tuple[str, list[int]]:
        """The text, and the offset in it at which each row begins."""
        text, starts = "", []
        for at, (row, cells) in enumerate(zip(self._rows, self._cells, strict=True)):
            text += row.glue if at else ""
            starts.append(len(text))
            text += cells.slice(row.lead_cells, cells.end)
        return text, starts

    def _place(self, offset: int, starts: Sequence[int]) -> tuple[int, int]:
        at = max(place for place, start in enumerate(starts) if start <= offset)
        cells, lead = self._cells[at], self._rows[at].lead_cells
        return self.first + at, cells.cell(offset - starts[at] + cells.offset(lead))


def _word(text: str, offset: int) -> tuple[int, int]:
    """Where the word, the blanks or the one character at an offset begin and end."""
    kind = _kind(text[offset])
    if not kind:
        return offset, offset + 1
    first, end = offset, offset + 1
    while first > 0 and _kind(text[first - 1]) == kind:
        first -= 1
    while end < len(text) and _kind(text[end]) == kind:
        end += 1
    while end - 1 > offset and text[end - 1] in _ENDS_SENTENCES:
        end -= 1
    while first < offset and text[first] in "'\u2019":
        first += 1
    return first, end


def _kind(character: str) -> str:
    """ "w" for what words are made of, a blank for blanks, "" for what stands alone."""
    if character.isalnum() or character in _IN_WORDS or unicodedata.combining(character):
        return "w"
    return " " if character.isspace() else ""
