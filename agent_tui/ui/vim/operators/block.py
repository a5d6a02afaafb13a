"""The part of a line that lies in a block of display columns."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.ui.vim.area import Area
from agent_tui.ui.vim.widths import char_cells, is_plain, next_column, skipped


class Slice(Struct):
    """start, end: columns of the characters that the block touches.

    spaces_before, spaces_after: what stays of a character that the block cuts. is_short: the line
    ends before the block does. start_cell, end_cell: display columns where `start` and `end` are.
    first_cells, last_cells: the cells of the characters at the borders. blanks_before: cells and
    number of the blanks in front of the block.
    """

    start: int = 0
    end: int = 0
    spaces_before: int = 0
    spaces_after: int = 0
    is_short: bool = False
    start_cell: int = 0
    end_cell: int = 0
    first_cells: int = 0
    last_cells: int = 0
    blanks_before: tuple[int, int] = (0, 0)


def slice_of(line: str, area: Area, tab: int, *, is_deleting: bool) -> Slice:
    """What an area's block covers in a line."""
    part = Slice()
    column = before = size = 0
    if is_plain(line[: area.first_cell + 1]):
        before, column = _to_start(part, line, area)
        size = column - before
    while part.start_cell < area.first_cell and column < len(line):
        size = char_cells(line, column, part.start_cell, tab)
        part.start_cell += size
        cells, count = part.blanks_before
        is_blank = line[column] in " \t"
        part.blanks_before = (cells + size, count + 1) if is_blank else (0, 0)
        before, column = column, next_column(line, column)
    part.first_cells = size
    part.start = part.end = column
    part.end_cell = part.start_cell
    if part.start_cell < area.first_cell:
        part.is_short = True
        if not is_deleting or area.key == "A":
            part.spaces_after = area.last_cell - area.first_cell + 1
        return part
    part.spaces_before = part.start_cell - area.first_cell
    if is_deleting and part.spaces_before:
        part.spaces_before = part.first_cells - part.spaces_before
    if part.end_cell > area.last_cell:
        _inside_one_char(part, area, is_deleting)
    else:
        size = _to_end(part, line, area, tab, is_deleting) or size
    part.last_cells = size
    if is_deleting and part.spaces_before:
        part.start = before
    return part


def _to_start(part: Slice, line: str, area: Area) -> tuple[int, int]:
    """As far as one cell is one column: the column in front of the block, and where it begins."""
    column = part.start_cell = min(area.first_cell, len(line))
    blanks = column - len(line[:column].rstrip(" "))
    part.blanks_before = (blanks, blanks)
    return max(0, column - 1), column


def _inside_one_char(part: Slice, area: Area, is_deleting: bool) -> None:
    width = area.last_cell - area.first_cell + 1
    if area.key == "I":
        part.spaces_after = part.first_cells - part.spaces_before
    elif area.key == "A":
        part.spaces_before += width
        part.spaces_after = part.first_cells - part.spaces_before
    else:
        part.spaces_before = width
        if is_deleting and area.key != "<":
            part.spaces_before = part.first_cells - (part.start_cell - area.first_cell)
            part.spaces_after = part.end_cell - area.last_cell - 1


def _to_end(part: Slice, line: str, area: Area, tab: int, is_deleting: bool) -> int:
    """Where the block ends. The cells of the last character that it touches."""
    column = before = part.start
    size = 0
    if is_plain(line[column : column + area.last_cell - part.end_cell + 2]):
        column = min(len(line), column + area.last_cell - part.end_cell + 1)
        part.end_cell += column - part.start
        before, size = max(part.start, column - 1), int(column > part.start)
    column, part.end_cell = skipped(line, column, part.end_cell, area.last_cell, tab)
    while part.end_cell <= area.last_cell and column < len(line):
        before = column
        size = char_cells(line, column, part.end_cell, tab)
        part.end_cell += size
        column = next_column(line, column)
    if part.end_cell <= area.last_cell:
        if not is_deleting or area.key in ("A", "r"):
            part.is_short = True
            missing = area.last_cell - part.end_cell + int(area.is_inclusive)
            part.spaces_after = missing if area.key == "A" else 0
    else:
        part.spaces_after = part.end_cell - area.last_cell - 1
        if not is_deleting and part.spaces_after:
            part.spaces_after = size - part.spaces_after
            column = before if column != part.start else column
    part.end = column
    return size
