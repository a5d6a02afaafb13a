"""Deleting, and joining lines."""

from __future__ import annotations

from agent_tui.ui.vim.area import Area
from agent_tui.ui.vim.char_classes import indent_length
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.operators.block import slice_of
from agent_tui.ui.vim.operators.yank import store_deleted
from agent_tui.ui.vim.shapes import Shape
from agent_tui.ui.vim.widths import previous_column


def is_empty_text(editor: Editor) -> bool:
    """One line, without a character."""
    return editor.line_count == 1 and not editor.text.line(0)


def delete(editor: Editor, area: Area) -> None:
    """d, and the first half of c."""
    editor.require_modifiable()
    if editor.is_emptied:
        return
    if area.is_empty:
        editor.save(editor.row)
        return
    if _leaves_blank_line(editor, area):
        area.shape = Shape.LINES
    is_one_line = area.shape is not Shape.LINES and area.line_count == 1
    if is_one_line and area.key == "d" and not editor.text.line(area.start[0]):
        return
    store_deleted(editor, area)
    if area.shape is Shape.BLOCK:
        _delete_block(editor, area)
        editor.changed_between(area.start, (area.end[0], area.start[1]))
        return
    if area.shape is Shape.LINES:
        _delete_lines(editor, area)
    else:
        _delete_chars(editor, area)
    editor.changed_between(area.start, area.start)


def _leaves_blank_line(editor: Editor, area: Area) -> bool:
    """As in Vi, a delete over several lines that would leave a blank line deletes whole lines."""
    if area.shape is not Shape.CHARS or area.is_visual or area.line_count < 2:
        return False
    if area.is_forced or area.key != "d":
        return False
    row, column = area.end
    rest = editor.text.line(row)[column + int(area.is_inclusive) :]
    starts_in_indent = indent_length(editor.text.line(area.start[0])) >= area.start[1]
    return not rest.strip(" \t") and starts_in_indent


def _delete_block(editor: Editor, area: Area) -> None:
    first, last = area.start[0], area.end[0]
    editor.save(first, last - first + 1)
    for row in range(first, last + 1):
        line = editor.text.line(row)
        part = slice_of(line, area, editor.options.tabstop, is_deleting=True)
        if part.start == part.end:
            continue
        if row == first:
            editor.column = part.start + part.spaces_before
        spaces = " " * (part.spaces_before + part.spaces_after)
        editor.replace(row, part.start, part.end, spaces)
    editor.clamp_column()
    editor.changed(first, editor.column)


def _delete_lines(editor: Editor, area: Area) -> None:
    first, count = area.start[0], area.line_count
    if area.key != "c":
        delete_rows(editor, first, count)
        editor.to_first_nonblank()
        editor.history.line = None
        return
    if count > 1:
        editor.row = first + 1
        editor.save(first + 1, count - 1)
        editor.delete_rows(first + 1, count - 1)
        editor.row = first
    editor.save(first)
    line = editor.text.line(first)
    editor.column = indent_length(line) if editor.options.autoindent else 0
    editor.replace(first, editor.column, len(line), "")
    if count > 1:
        editor.history.line = None


def delete_rows(editor: Editor, first: int, count: int) -> None:
    """Whole lines go, to be undone; the cursor stays in the text."""
    editor.save(first, count)
    editor.delete_rows(first, count)
    editor.row = min(first, editor.line_count - 1)
    editor.column = 0


def _delete_chars(editor: Editor, area: Area) -> None:
    (first, left), (last, right) = area.start, area.end
    right += int(area.is_inclusive)
    editor.save(first, last - first + 1)
    if first == last:
        line = editor.text.line(first)
        right = min(right, len(line))
        editor.replace(first, left, right, "")
        if right >= len(line) and left > 0 and not editor.is_inserting_once:
            editor.column = previous_column(line, left)
        return
    tail = editor.text.line(last)[right:]
    editor.replace(first, left, len(editor.text.line(first)), tail)
    if last > first + 1:
        editor.delete_rows(first + 1, last - first - 1)
    editor.marks.line_joined(first + 1, (first, left), 0)
    editor.delete_rows(first + 1, 1)
    editor.cursor = (first, left)
    editor.clamp_column()
    editor.forget_wanted()
