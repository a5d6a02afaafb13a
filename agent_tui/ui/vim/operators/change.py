"""c, and I and A on a block."""

from __future__ import annotations

from functools import partial

from agent_tui.ui.vim.area import Area
from agent_tui.ui.vim.editor import Editor, Keys
from agent_tui.ui.vim.insertion import insert
from agent_tui.ui.vim.marks import CHANGED_TO
from agent_tui.ui.vim.operators.block import Slice, slice_of
from agent_tui.ui.vim.operators.delete import delete
from agent_tui.ui.vim.shapes import Shape
from agent_tui.ui.vim.widths import next_column, previous_column


def change(editor: Editor, area: Area) -> Keys[None]:
    """Delete, then insert; of a block, the text goes into all its lines."""
    wanted = 0 if area.shape is Shape.LINES else area.start[1]
    if editor.is_emptied:
        editor.save(0)
    else:
        delete(editor, area)
    if wanted > editor.column and editor.line:
        editor.column = next_column(editor.line, editor.column)
    first = area.start[0]
    column = editor.column
    before = len(editor.text.line(min(first, editor.line_count - 1)))
    if area.is_block and area.end[0] > first:
        yield from insert(editor, then=lambda: _copy_change(editor, area, column, before))
    else:
        has_indent = area.shape is Shape.LINES and editor.options.autoindent
        yield from insert(editor, has_indent_only=has_indent)


def _copy_change(editor: Editor, area: Area, column: int, before: int) -> None:
    """What was inserted at a column of a block's first line goes into the others.

    before: how long that line was.
    """
    first = area.start[0]
    if first >= editor.line_count:
        return
    line = editor.text.line(first)
    added = line[column : column + len(line) - before]
    if len(line) <= before:
        return
    for row in range(first + 1, min(area.end[0], editor.line_count - 1) + 1):
        part = slice_of(editor.text.line(row), area, editor.options.tabstop, is_deleting=True)
        if not part.is_short:
            editor.replace(row, part.start, part.start, added)
    editor.changed(first + 1, 0)
    editor.clamp()


def insert_at_block(editor: Editor, area: Area) -> Keys[None]:
    """I and A: text before or behind a block, in all its lines."""
    editor.require_modifiable()
    if not area.is_block:
        yield from _insert_at_ends(editor, area)
        return
    tab = editor.options.tabstop
    first = area.start[0]
    part = slice_of(editor.text.line(first), area, tab, is_deleting=True)
    old = len(editor.text.line(first))
    behind = old - part.start
    if area.key == "A":
        behind -= part.end - part.start
        behind -= _to_block_end(editor, area, part)
    started = editor.cursor
    then = partial(_copy_to_rows, editor, area, part, started, behind)
    yield from insert(editor, count=area.times, then=then)


def _to_block_end(editor: Editor, area: Area, part: Slice) -> int:
    """The cursor behind the block; a line that is too short is made longer."""
    editor.forget_wanted()
    line = editor.line
    editor.column = min(len(line), max(editor.column, part.end))
    if part.is_short and not area.reaches_ends:
        editor.save(editor.row)
        editor.replace(editor.row, editor.column, editor.column, " " * part.spaces_after)
        editor.column += part.spaces_after
        part.end += part.spaces_after
    return 0


def _insert_at_ends(editor: Editor, area: Area) -> Keys[None]:
    if area.key == "A":
        editor.cursor = area.end
        editor.clamp_column()
        first, last = editor.operated_cells
        if editor.line and first != last:  # as Vim has it: one cell counts as nothing
            editor.column = next_column(editor.line, editor.column)
    yield from insert(editor, count=area.times)


def _copy_to_rows(
    editor: Editor, area: Area, part: Slice, started: tuple[int, int], behind: int
) -> None:
    """What was inserted into the first line of a block goes into the others."""
    origin = editor.insertion.start
    first, last = area.start[0], area.end[0]
    if origin[0] != editor.row or editor.row != first:
        return
    tab = editor.options.tabstop
    if origin[0] == area.start[0] and not area.reaches_ends:
        behind = _follow_start(editor, area, part, origin, behind)
    again = slice_of(editor.text.line(first), area, tab, is_deleting=True)
    if not area.reaches_ends or again.end - again.start < part.end - part.start:
        if area.key == "A":
            behind += (again.end - again.start) - (part.end - part.start)
            if again.spaces_after:
                again.end -= 1
        part.start, part.end = again.start, again.end
    line = editor.text.line(first)
    at = part.end if area.key == "A" else part.start
    at = min(at, len(line))
    size = len(line) - at - behind
    if behind < 0 or size <= 0:
        return
    editor.save(first + 1, last - first)
    _insert_in_rows(editor, area, line[at : at + size])
    editor.changed(first + 1, 0)
    editor.cursor = (first, area.start[1])
    editor.clamp()


def _follow_start(
    editor: Editor, area: Area, part: Slice, origin: tuple[int, int], behind: int
) -> int:
    """The cursor was moved before anything was typed: the block begins there."""
    cell = editor.span(origin)[0]
    if area.key == "I" and area.start[1] != origin[1]:
        behind -= cell - area.first_cell
    elif area.key == "A" and area.start[1] >= origin[1]:
        behind += part.end - part.start
        behind -= cell - area.first_cell
        area.key = "I"
    else:
        return behind
    area.start = (area.start[0], origin[1])
    area.first_cell = cell
    return behind


def _insert_in_rows(editor: Editor, area: Area, text: str) -> None:
    tab = editor.options.tabstop
    for row in range(area.start[0] + 1, min(area.end[0], editor.line_count - 1) + 1):
        line = editor.text.line(row)
        part = slice_of(line, area, tab, is_deleting=True)
        if part.is_short and area.key == "I":
            continue
        at, before, after = _gap(part, area, line)
        end = at + int(bool(after or before) and not part.is_short)
        if line[at:end] != "\t":  # only a tab can be cut: all others stay
            end, after = at, 0
        editor.replace(row, at, min(end, len(line)), " " * before + text + " " * after)
        if row == area.end[0]:
            editor.marks.set(CHANGED_TO, (row, at + before + len(text)))


def _gap(part: Slice, area: Area, line: str) -> tuple[int, int, int]:
    """Where the text goes, and the spaces around it that a cut tab leaves."""
    if area.key == "I":
        spaces = part.spaces_before
        return part.start, spaces, part.first_cells - spaces if spaces else 0
    if not part.is_short:
        spaces = part.last_cells - part.spaces_after if part.spaces_after else 0
        at = previous_column(line, part.end) if spaces else part.end
        return at, spaces, part.last_cells - spaces if spaces else 0
    spaces = 0 if area.reaches_ends else area.last_cell - part.end_cell + 1
    return part.end, max(0, spaces), 0
