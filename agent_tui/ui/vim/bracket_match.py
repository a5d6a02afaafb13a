"""Finding the bracket that belongs to another."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.text import VimText
from agent_tui.ui.vim.walk import Walk

PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}
_OPENERS = {closer: opener for opener, closer in PAIRS.items()}

_QUOTES = "\"'"


def _is_escaped(line: str, column: int) -> bool:
    """An odd number of backslashes stands before a column."""
    before = line[:column]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def matching_place(text: VimText, place: Position) -> Position | None:
    """The match of the first bracket at or behind a place in its line."""
    row, column = place
    line = text.line(row)
    if column >= len(line) and column:
        column = len(line) - 1
    while column < len(line) and line[column] not in "()[]{}":
        column += 1
    if column >= len(line):
        return None
    char = line[column]
    is_forward = char in PAIRS
    wanted = PAIRS[char] if is_forward else _OPENERS[char]
    search = _Search(text, (row, column), char, wanted, is_escaped=_is_escaped(line, column))
    return search.forward() if is_forward else search.back()


def enclosing_place(
    text: VimText, place: Position, wanted: str, *, is_forward: bool, minds_quotes: bool
) -> Position | None:
    """The unmatched bracket `wanted` that a place lies behind, or before if is_forward."""
    other = PAIRS.get(wanted) or _OPENERS[wanted]
    search = _Search(text, place, other, wanted, is_escaped=False, minds_quotes=minds_quotes)
    return search.forward() if is_forward else search.back()


class _Search:
    """Counts brackets from a place on. Brackets in quotes are left out, as Vim does."""

    def __init__(
        self,
        text: VimText,
        place: Position,
        same: str,
        wanted: str,
        *,
        is_escaped: bool,
        minds_quotes: bool = True,
    ) -> None:
        self._text = text
        self._walk = Walk(text, place)
        self._same, self._wanted = same, wanted
        self._is_escaped = is_escaped
        self._minds_quotes = minds_quotes
        self._matters = re.compile(f"[{re.escape(same + wanted)}{_QUOTES if minds_quotes else ''}]")
        self._row = -1
        self._columns: list[int] = []
        self._depth = 0
        self._in_quotes = False
        self._started_in_quotes: bool | None = None
        self._counts_quotes: bool | None = None

    def forward(self) -> Position | None:
        """Towards the text's end."""
        walk = self._walk
        while True:
            row = walk.row
            if not self._step_forward():
                return None
            if self._is_match(row, is_back=False):
                return walk.place

    def back(self) -> Position | None:
        """Towards the text's start."""
        walk = self._walk
        while True:
            row = walk.row
            if not self._step_back():
                return None
            if self._is_match(row, is_back=True):
                return walk.place

    def _places(self) -> list[int]:
        """The columns of the cursor's line that matter."""
        if self._row != self._walk.row:
            self._row = self._walk.row
            self._columns = [found.start() for found in self._matters.finditer(self._walk.line)]
        return self._columns

    def _step_forward(self) -> bool:
        """To the next bracket, quote or line end. False: there is none."""
        walk = self._walk
        if walk.column >= len(walk.line):
            if walk.forward() == -1:
                return False
            if walk.char and self._matters.match(walk.char):
                return True
        columns = self._places()
        following = bisect_right(columns, walk.column)
        walk.column = columns[following] if following < len(columns) else len(walk.line)
        return True

    def _step_back(self) -> bool:
        """The same to the start, line ends included."""
        walk = self._walk
        columns = self._places()
        before = bisect_left(columns, walk.column) - 1
        if before >= 0:
            walk.column = columns[before]
            return True
        walk.column = 0
        return walk.back() != -1

    def _is_match(self, row: int, *, is_back: bool) -> bool:
        if self._minds_quotes and (self._counts_quotes is None or self._walk.row != row):
            self._count_quotes(is_back)
        if self._started_in_quotes is None:
            self._started_in_quotes = False
        walk = self._walk
        char = walk.char
        if not char:
            self._at_line_end()
            return False
        if char == '"' and self._minds_quotes:
            self._at_quote()
            return False
        if char == "'" and self._minds_quotes and self._skips_quoted_char(is_back):
            return False
        return char in (self._same, self._wanted) and self._counts(char)

    def _counts(self, char: str) -> bool:
        if self._in_quotes and not self._started_in_quotes:
            return False
        if _is_escaped(self._walk.line, self._walk.column) != self._is_escaped:
            return False
        if char == self._same:
            self._depth += 1
            return False
        if self._depth == 0:
            return True
        self._depth -= 1
        return False

    def _at_line_end(self) -> None:
        line = self._walk.line
        if not line.endswith("\\"):
            self._in_quotes = False
            self._started_in_quotes = False

    def _at_quote(self) -> None:
        if self._counts_quotes and not _is_escaped(self._walk.line, self._walk.column):
            self._in_quotes = not self._in_quotes
            self._started_in_quotes = False

    def _skips_quoted_char(self, is_back: bool) -> bool:
        """A bracket between single quotes, '(' or '\\(', does not count."""
        line, column = self._walk.line, self._walk.column
        if is_back:
            if column > 1 and line[column - 2] == "'":
                self._walk.column -= 2
                return True
            if column > 2 and line[column - 2] == "\\" and line[column - 3] == "'":
                self._walk.column -= 3
                return True
            return False
        if line[column + 1 : column + 2] == "\\" and line[column + 3 : column + 4] == "'":
            self._walk.column += 3
            return True
        if line[column + 2 : column + 3] == "'":
            self._walk.column += 2
            return True
        return False

    def _count_quotes(self, is_back: bool) -> None:
        """Quotes matter in lines that have an even number of them, or that a "\\" continues."""
        line, stop = self._walk.line, self._walk.column + int(is_back)
        if '"' not in line:  # most lines, and long ones are not gone through then
            self._counts_quotes = True
            return
        count, before, at = 0, False, 0
        while at < len(line):
            if at == stop:
                before = count % 2 == 1
            if line[at] == '"' and not (
                at and line[at - 1] == "'" and line[at + 1 : at + 2] == "'"
            ):
                count += 1
            if line[at] == "\\" and at + 1 < len(line):
                at += 1
            at += 1
        self._counts_quotes = count % 2 == 0
        if not self._counts_quotes:
            self._in_quotes = False
            self._mind_continued_lines(is_back, before)

    def _mind_continued_lines(self, is_back: bool, was_in_quotes: bool) -> None:
        walk = self._walk
        if walk.line.endswith("\\"):
            self._counts_quotes = True
            if self._started_in_quotes is None:
                self._in_quotes = self._started_in_quotes = True
            elif is_back:
                self._in_quotes = True
        if walk.row > 0 and self._text.line(walk.row - 1).endswith("\\"):
            self._counts_quotes = True
            if self._started_in_quotes is None:
                self._in_quotes = was_in_quotes
                if was_in_quotes:
                    self._started_in_quotes = True
            elif not is_back:
                self._in_quotes = True
