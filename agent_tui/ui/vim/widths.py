"""How many cells characters take, and which characters belong to the one before."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

MAX_COLUMN = 2**31 - 1
"""The wanted column after "$": the end of every line."""

_PIECE = 1000
"""Characters that are measured at once."""


@lru_cache(maxsize=4096)
def is_composing(char: str) -> bool:
    """The character is drawn over the one before it."""
    return char > "\u02ff" and unicodedata.category(char) in ("Mn", "Me")


@lru_cache(maxsize=4096)
def cells(char: str) -> int:
    """Cells of one character that is no tab. Control characters are drawn as "^X"."""
    if char < "\x7f":
        return 1 if char >= " " else 2
    if char < "\xa0":
        return 4 if char > "\x7f" else 2
    if is_composing(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def is_plain(text: str) -> bool:
    """One cell for each code point."""
    return text.isascii() and text.isprintable()


def column_of(line: str, column: int, tab: int) -> int:
    """The display column at which the character at `column` begins."""
    return measured(line[:column], tab)


def measured(text: str, tab: int, start: int = 0) -> int:
    """The display column behind `text` when it begins at the display column `start`."""
    at = start
    for number, part in enumerate(text.split("\t")):
        if number:
            at += tab - at % tab
        at += len(part) if is_plain(part) else sum(map(cells, part))
    return at


def char_cells(line: str, column: int, at: int, tab: int) -> int:
    """Cells of the character at `column`, which begins at display column `at`; 1 at the end."""
    if column >= len(line):
        return 1
    char = line[column]
    return tab - at % tab if char == "\t" else max(1, cells(char))


def at_display(line: str, wanted: int, tab: int) -> tuple[int, int]:
    """(column, display column) of the character that covers `wanted`; the line's end if none."""
    if wanted < len(line) and is_plain(line[: wanted + 1]):
        return wanted, wanted
    column, at = skipped(line, 0, 0, wanted, tab)
    while column < len(line):
        size = char_cells(line, column, at, tab)
        if at + size > wanted:
            return column, at
        at += size
        column = next_column(line, column)
    return column, at


def skipped(line: str, column: int, at: int, wanted: int, tab: int) -> tuple[int, int]:
    """From the character at `column`, which begins at display column `at`, as many pieces of the
    line on as end before `wanted` and before the line does: (column, display column)."""
    while column + _PIECE < len(line):
        end = char_start(line, column + _PIECE)
        behind = measured(line[column:end], tab, at)
        if end <= column or behind > wanted or is_composing(line[column]):
            break
        column, at = end, behind
    return column, at


def next_column(line: str, column: int) -> int:
    """Where the character behind the one at `column` begins; at most the line's length."""
    column += 1
    if not line.isascii():
        while column < len(line) and is_composing(line[column]):
            column += 1
    return min(column, len(line))


def char_start(line: str, column: int) -> int:
    """The column of the base character of the one at `column`."""
    if column < len(line) and not line.isascii():
        while column > 0 and is_composing(line[column]):
            column -= 1
    return column


def previous_column(line: str, column: int) -> int:
    """Where the character before `column` begins; at least 0."""
    return char_start(line, max(0, column - 1))


def last_column(line: str) -> int:
    """The column of the last character, 0 in an empty line."""
    return previous_column(line, len(line))


def char_count(line: str, start: int, end: int) -> int:
    """How many characters stand from `start` to `end`, exclusive."""
    if line.isascii():
        return end - start
    return sum(not is_composing(char) for char in line[start:end])


def room_for(char: str, line: str, column: int, tab: int) -> tuple[int, str]:
    """Where the text ends that gives a character its cells, from `column` on, and blanks for the
    cells that are too many. A tab that reaches further stays."""
    at = column_of(line, column, tab)
    wanted = at + char_cells(char, 0, at, tab)
    end = column
    while end < len(line) and at < wanted:
        size = char_cells(line, end, at, tab)
        if at + size > wanted and line[end] == "\t":
            return end, ""
        at += size
        end = next_column(line, end)
    return end, " " * max(0, at - wanted)
