"""Finding patterns in the text, line by line; a pattern that has a line break in all of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from agent_tui.ui.vim import patterns
from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.options import VimOptions
from agent_tui.ui.vim.text import VimText
from agent_tui.ui.vim.widths import next_column, previous_column

Found = tuple[Position, Position]
"""Start and end, exclusive, of a match."""

_ROWS_AT_ONCE = 2_000
_MAY_SPAN_LINES = re.compile(r"\\n|\\_|\\%\[|\\v_")


def compiled(pattern: str, options: VimOptions, *, tilde: str) -> patterns.VimPattern:
    """The pattern for Python. Raises `CommandFailed` with Vim's message."""
    try:
        return patterns.compiled(
            pattern, ignore_case=options.ignorecase, smart_case=options.smartcase, tilde=tilde
        )
    except patterns.PatternError as error:
        raise CommandFailed(str(error)) from error


class Finder:
    """The matches of one pattern in one text."""

    def __init__(self, text: VimText, pattern: str, expression: patterns.VimPattern) -> None:
        self._text = text
        self._expression = expression
        self._starts: list[int] = []
        self._all = ""
        if _MAY_SPAN_LINES.search(pattern):
            self._join()

    def _join(self) -> None:
        at = 0
        lines = []
        for row in range(self._text.line_count):
            self._starts.append(at)
            lines.append(self._text.line(row))
            at += len(lines[-1]) + 1
        self._all = "\n".join(lines)

    def in_row(self, row: int) -> Iterator[Found]:
        """The matches that begin in a line; each search goes on where the match before ended."""
        line = self._text.line(row)
        text, offset = (self._all, self._starts[row]) if self._starts else (line, 0)
        at = 0
        while at <= len(line):
            match = self._expression.search(text, offset + at)
            if match is None:
                return
            start, end = patterns.span(match)
            if start - offset > len(line):
                return
            if start - offset >= at or not at:
                yield (row, start - offset), self._place(row, end - offset)
            if end - offset > len(line):
                return
            ahead = end - offset
            at = ahead if ahead > start - offset and ahead > at else next_column(line, ahead) or 1
            if at >= len(line):
                return

    def _place(self, row: int, column: int) -> Position:
        if not self._starts:
            return row, column
        at = self._starts[row] + column
        last = bisect_right(self._starts, at) - 1
        return last, at - self._starts[last]

    def next(self, place: Position, *, by_end: bool, may_stay: bool = False) -> Found | None:
        """The first match behind a place, without wrapping around.

        by_end: a match counts whose last character is behind it.
        """
        for rows in _portions(place[0], self._text.line_count, 1):
            with patterns.time_limited():
                for row in rows:
                    found = self._first_behind(row, place, by_end=by_end, may_stay=may_stay)
                    if found is not None:
                        return found
        return None

    def _first_behind(
        self, row: int, place: Position, *, by_end: bool, may_stay: bool
    ) -> Found | None:
        line = self._text.line(row)
        size = len(line)
        for found in self.in_row(row):
            at = _last_of(found) if by_end else found[0]
            # A match behind the line's end counts as one at its last character.
            here = (row, previous_column(line, size)) if at == found[0] == (row, size) else at
            if here > place or (may_stay and here == place):
                return found
        return None

    def previous(self, place: Position, *, by_end: bool) -> Found | None:
        """The last match before a place, without wrapping around."""
        for rows in _portions(place[0], -1, -1):
            with patterns.time_limited():
                for row in rows:
                    found = self._last_before(row, place, by_end=by_end)
                    if found is not None:
                        return found
        return None

    def _last_before(self, row: int, place: Position, *, by_end: bool) -> Found | None:
        best = None
        for found in self.in_row(row):
            if (_last_of(found) if by_end else found[0]) >= place:
                break
            best = found
        return best


def _portions(start: int, stop: int, step: int) -> Iterator[range]:
    """The rows in portions: the limit of time is for a pattern, not for the length of a text."""
    while start != stop:
        size = min(_ROWS_AT_ONCE, abs(stop - start)) * step
        yield range(start, start + size, step)
        start += size


def _last_of(found: Found) -> Position:
    start, (row, column) = found
    return max(start, (row, column - 1))


def found_from(
    finder: Finder, text: VimText, place: Position, *, is_forward: bool, by_end: bool, wraps: bool
) -> Found | None:
    """The next match in a direction, around the text's end if `wraps`."""
    try:
        if is_forward:
            found = finder.next(place, by_end=by_end)
            if found is None and wraps:
                found = finder.next((0, 0), by_end=by_end, may_stay=True)
            return found
        found = finder.previous(place, by_end=by_end)
        if found is None and wraps:
            last = text.line_count - 1
            found = finder.previous((last, len(text.line(last)) + 1), by_end=by_end)
        return found
    except patterns.PatternError as error:
        raise CommandFailed(str(error)) from error
