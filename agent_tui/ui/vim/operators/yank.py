"""Yanking, and what every delete does first."""

from __future__ import annotations

from agent_tui.ui.vim.area import Area
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.operators.block import slice_of
from agent_tui.ui.vim.registers import BLACK_HOLE, SMALL_DELETE, Content, is_writable
from agent_tui.ui.vim.shapes import Shape
from agent_tui.ui.vim.widths import MAX_COLUMN


def content_of(editor: Editor, area: Area) -> Content:
    """The text of an area, as a register holds it."""
    (first, left), (last, right) = area.start, area.end
    if area.shape is Shape.BLOCK:
        return _block(editor, area)
    text = editor.text
    if area.shape is Shape.LINES or _is_whole_lines(area):
        last -= area.shape is not Shape.LINES
        return Content(tuple(text.line(row) for row in range(first, last + 1)), Shape.LINES)
    right += int(area.is_inclusive)
    if first == last:
        return Content((text.line(first)[left:right],))
    middle = (text.line(row) for row in range(first + 1, last))
    return Content((text.line(first)[left:], *middle, text.line(last)[:right]))


def _is_whole_lines(area: Area) -> bool:
    """An exclusive area from first column to first column."""
    borders = area.start[1] == 0 and area.end[1] == 0 and area.line_count > 1
    return borders and not area.is_inclusive and not area.is_visual


def _block(editor: Editor, area: Area) -> Content:
    lines = []
    for row in range(area.start[0], area.end[0] + 1):
        line = editor.text.line(row)
        part = slice_of(line, area, editor.options.tabstop, is_deleting=False)
        spaces = " " * part.spaces_before, " " * part.spaces_after
        lines.append(spaces[0] + line[part.start : part.end] + spaces[1])
    width = area.last_cell - area.first_cell
    if area.reaches_ends and width > 0:
        width -= 1
    return Content(tuple(lines), Shape.BLOCK, width + 1)


def yank(editor: Editor, area: Area) -> None:
    """y."""
    source = editor.source(area) if editor.source is not None else None
    content = source or content_of(editor, area)
    if area.register == BLACK_HOLE:
        editor.clamp_column()
        return
    editor.registers.set(area.register, content)
    start, end = area.start, area.end
    if content.shape is Shape.LINES:
        last = end[0] - (area.shape is not Shape.LINES)
        start, end = (start[0], 0), (last, MAX_COLUMN)
    editor.changed_between(start, end)
    editor.clamp_column()


def store_deleted(editor: Editor, area: Area) -> None:
    """What is about to be deleted goes into registers: the named one, 1 or the small-delete one."""
    registers, name = editor.registers, area.register
    if name == BLACK_HOLE:
        return
    if name and not is_writable(name):
        raise CommandFailed
    content = content_of(editor, area)
    if name:
        registers.set(name, content)
    is_large = area.shape is Shape.LINES or area.line_count > 1 or area.uses_first_register
    if is_large:
        registers.shift_deleted()
        registers.set("1", content, is_unnamed=not name.isupper())
    if not name and area.shape is not Shape.LINES and area.line_count == 1:
        registers.set(SMALL_DELETE, content)
