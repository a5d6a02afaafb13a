"""Where a query occurs in what rows show, whichever way they were wrapped."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.render.cells import cells_of
from agent_tui.ui.transcript.search.query import Query

_MOST_ITEMS = 128  # more than are ever in view


class Piece(NamedTuple):
    """A part of a match that lies within one row: cells from `start` up to `end`."""

    row: int
    start: int
    end: int


Match = Sequence[Piece]
"""From top to bottom; a match that was wrapped has several pieces."""


class Found:
    """The matches in an item, from top to bottom; `at` finds those that touch a row."""

    def __init__(self, matches: Sequence[Match]) -> None:
        self.matches = matches
        self._by_row: dict[int, list[tuple[int, int, int]]] = {}
        for index, match in enumerate(matches):
            for piece in match:
                self._by_row.setdefault(piece.row, []).append((piece.start, piece.end, index))

    def at(self, row: int) -> Sequence[tuple[int, int, int]]:
        """Of one row: cells from, up to, and which match it belongs to."""
        return self._by_row.get(row, ())


class ShownMatches:
    """The matches in the rows of items. Items whose content changed must be dropped; other rows of
    the same content, of another width, are noticed."""

    def __init__(self, rows_of: Callable[[int], Sequence[SourceRow]]) -> None:
        self._rows_of = rows_of
        self._query = Query("")
        self._known: dict[int, tuple[Sequence[SourceRow], Found]] = {}

    def seek(self, query: Query) -> None:
        """Look for something else."""
        self._query = query
        self._known.clear()

    def drop(self, number: int) -> None:
        """This item has other content now."""
        self._known.pop(number, None)

    def of(self, number: int) -> Found:
        """The matches in an item, from top to bottom. Draws the item if need be."""
        rows = self._rows_of(number)
        known = self._known.get(number)
        if known is not None and known[0] is rows:
            return known[1]
        if len(self._known) >= _MOST_ITEMS:
            self._known.clear()
        found = Found(matches_in(rows, self._query))
        self._known[number] = rows, found
        return found


def matches_in(rows: Sequence[SourceRow], query: Query) -> Sequence[Match]:
    """All matches in the text of these rows, decoration left out."""
    texts: list[str] = []
    starts: list[int] = []  # of the text of each row in the joined text
    numbers: list[int] = []
    size = 0
    for number, row in enumerate(rows):
        if row.source == "":
            continue
        text = _text_of(row)
        glue = row.glue if starts else ""
        texts += (glue, text)
        starts.append(size + len(glue))
        numbers.append(number)
        size += len(glue) + len(text)
    joined = "".join(texts)
    matches: list[Match] = []
    for start, end in query.spans(joined):
        pieces: list[Piece] = []
        at = max(bisect_right(starts, start) - 1, 0)
        while at < len(starts) and starts[at] < end:
            text = texts[2 * at + 1]
            first, last = max(start - starts[at], 0), min(end - starts[at], len(text))
            if first < last:
                lead = rows[numbers[at]].lead_cells
                cells = lead + cells_of(text[:first]), lead + cells_of(text[:last])
                pieces.append(Piece(numbers[at], *cells))
            at += 1
        if pieces:
            matches.append(pieces)
    return matches


def _text_of(row: SourceRow) -> str:
    """What stands behind the decoration, without the blanks at the end."""
    left = row.lead_cells
    if not left:
        return row.text.rstrip(" ")
    texts: list[str] = []
    for segment in row:
        if left <= 0:
            texts.append(segment.text)
            continue
        size = segment.cell_length
        if size > left:
            texts.append(segment.split_cells(left)[1].text)
        left -= size
    return "".join(texts).rstrip(" ")
