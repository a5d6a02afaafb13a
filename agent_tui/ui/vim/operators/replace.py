"""r on a selection."""

from __future__ import annotations

from agent_tui.ui.vim.area import Area
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.keyboard import text_of
from agent_tui.ui.vim.operators.block import Slice, slice_of
from agent_tui.ui.vim.shapes import Shape
from agent_tui.ui.vim.walk import Walk
from agent_tui.ui.vim.widths import cells, char_count, last_column


def replace_area(editor: Editor, area: Area) -> None:
    """Every character of the area becomes area.extra."""
    first, last = area.start[0], area.end[0]
    area.extra = text_of([area.extra])
    if len(area.extra) > 1:
        raise CommandFailed
    if area.is_empty or editor.is_emptied:
        return
    if area.shape is Shape.BLOCK:
        editor.save(first, last - first + 1)
        breaks = 0
        for row in range(first, last + 1):
            breaks += _replace_slice(editor, area, row + breaks)
        area.end = (last + breaks, area.end[1])
        editor.cursor = area.start
    else:
        _replace_chars(editor, area)
    editor.clamp()
    editor.changed(*area.start)
    editor.changed_between(area.start, area.end)


def _replace_chars(editor: Editor, area: Area) -> None:
    first, last = area.start[0], area.end[0]
    if area.shape is Shape.LINES:
        area.start = (first, 0)
        area.end = (last, last_column(editor.text.line(last)))
    elif not area.is_inclusive:
        walk = Walk(editor.text, area.end)
        walk.back()
        area.end = walk.place
        last = area.end[0]
    editor.save(first, last - first + 1)
    for row in range(first, last + 1):
        line = editor.text.line(row)
        start = area.start[1] if row == first else 0
        end = min(area.end[1] + 1, len(line)) if row == last else len(line)
        if end > start:
            editor.replace(row, start, end, area.extra * char_count(line, start, end))
    editor.cursor = area.start


def _replace_slice(editor: Editor, area: Area, row: int) -> int:
    """Returns how many lines came: a line break takes the place of a line's whole slice."""
    line = editor.text.line(row)
    part = slice_of(line, area, editor.options.tabstop, is_deleting=True)
    if part.start == part.end:
        return 0
    if area.extra in ("\r", "\n"):
        rest = " " * (0 if part.is_short else part.spaces_after) + line[part.end :]
        editor.set_line(row, line[: part.start] + " " * part.spaces_before)
        editor.insert_lines(row + 1, [rest])
        return 1
    count = area.last_cell - area.first_cell + 1
    if part.is_short:
        count -= area.last_cell - part.end_cell + 1
    if area.extra > "\x7f" and cells(area.extra) > 1:
        if count % 2 and not part.is_short:
            part.spaces_after += 1
        count //= 2
    editor.replace(row, part.start, part.end, _replacement(part, area.extra * count))
    return 0


def _replacement(part: Slice, text: str) -> str:
    after = 0 if part.is_short else part.spaces_after
    return " " * part.spaces_before + text + " " * after
