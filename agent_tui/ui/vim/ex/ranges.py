"""The range in front of a command: addresses, resolved to rows."""

from __future__ import annotations

import re

from msgspec import Struct

from agent_tui.ui.vim.ex.editor import ExEditor
from agent_tui.ui.vim.ex.errors import INVALID_RANGE, ExError
from agent_tui.ui.vim.ex.searching import delimited, next_row, pattern_of

_NUMBER = re.compile(r"\d+")
_OFFSET = re.compile(r"\s*([+-]?)\s*(\d+)|\s*([+-])")
_LARGEST = 2**31


class Range(Struct, frozen=True):
    """Rows from 0; -1 is line 0, and rows behind the last are possible: the command decides.

    addresses: how many were given, 0 to 2. length: how many characters were read.
    """

    first: int
    last: int
    addresses: int
    length: int


def range_at(line: str, editor: ExEditor) -> Range:
    """The range with which `line` begins; the cursor's row when there is none. ";" moves the cursor
    for what follows. Raises `ExError`."""
    rows: list[int] = []
    here = editor.cursor[0]
    position = _after_blanks(line, 0)
    while True:
        if line[position : position + 1] == "%":
            rows, position = [0, editor.line_count - 1], position + 1
        elif line[position : position + 1] == "*":
            rows, position = [_marked("<", editor), _marked(">", editor)], position + 1
        else:
            row, position = address_at(line, position, here, editor)
            if row is None and not rows and line[position : position + 1] not in (",", ";"):
                return Range(here, here, 0, position)
            rows.append(here if row is None else row)
        position = _after_blanks(line, position)
        separator = line[position : position + 1]
        if separator not in (",", ";") or not separator:
            break
        if separator == ";":
            here = min(rows[-1], editor.line_count - 1)
            editor.place_cursor((max(here, 0), editor.cursor[1]))
        position += 1
    first, last = (rows[-2:] * 2)[:2] if len(rows) == 1 else rows[-2:]
    return Range(first, last, min(len(rows), 2), position)


def address_at(line: str, position: int, here: int, editor: ExEditor) -> tuple[int | None, int]:
    """The row of the address at `position`, None for none, and where it ends. Raises `ExError`."""
    position = _after_blanks(line, position)
    row, position = _base(line, position, here, editor)
    while offset := _OFFSET.match(line, position):
        if row is None and not offset[1] and not offset[3]:
            break
        sign = offset[1] or offset[3]
        count = min(int(offset[2] or 1), _LARGEST)
        row = (here if row is None else row) + (-count if sign == "-" else count)
        position = offset.end()
    return row, position


def _base(line: str, position: int, here: int, editor: ExEditor) -> tuple[int | None, int]:
    if number := _NUMBER.match(line, position):
        return min(int(number[0]), _LARGEST) - 1, number.end()
    char, following = line[position : position + 1], line[position + 1 : position + 2]
    if char == ".":
        return here, position + 1
    if char == "$":
        return editor.line_count - 1, position + 1
    if char == "'":
        return _marked(following, editor), position + 2
    if char in ("/", "?"):
        text, end = delimited(line, position + 1, char)
        pattern = pattern_of(text, editor)
        row = next_row(pattern, here, editor, is_forward=char == "/")
        return _offset_of_search(line, end, row, editor)
    if char == "\\":
        return _remembered(following, here, editor), position + 2
    return None, position


def _offset_of_search(line: str, position: int, row: int, editor: ExEditor) -> tuple[int, int]:
    """The first offset belongs to the search, which does not leave the text."""
    offset = _OFFSET.match(line, position)
    if offset is None or offset[0][0].isspace():
        return row, position
    count = min(int(offset[2] or 1), _LARGEST)
    row += -count if "-" in offset[0] else count
    return min(max(row, 0), editor.line_count - 1), offset.end()


def _marked(name: str, editor: ExEditor) -> int:
    place = editor.mark(name) if name else None
    if place is None:
        raise ExError("E20: Mark not set")
    return place[0]


def _remembered(sign: str, here: int, editor: ExEditor) -> int:
    if sign not in ("/", "?", "&"):
        raise ExError("E10: \\ should be followed by /, ? or &")
    pattern = editor.memory.pattern if sign == "&" else editor.last_search
    if not pattern:
        raise ExError("E35: No previous regular expression")
    return next_row(pattern, here, editor, is_forward=sign != "?")


def _after_blanks(line: str, position: int) -> int:
    # Vim takes a colon in front of a command, and between its parts, as a blank.
    while line[position : position + 1] in (" ", "\t", ":") and position < len(line):
        position += 1
    return position


def checked(found: Range, editor: ExEditor) -> Range:
    """A range that is fit for a command that works on lines. Raises `ExError`."""
    if found.first > found.last:
        raise ExError("E493: Backwards range given")
    if found.first < -1 or found.last >= editor.line_count:
        raise ExError(INVALID_RANGE)
    return found
