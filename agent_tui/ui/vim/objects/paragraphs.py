"""ip and ap."""

from __future__ import annotations

from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.objects.selecting import set_start
from agent_tui.ui.vim.paragraphs import starts_paragraph


def select_paragraph(editor: Editor, command: Command) -> None:
    """Lines between blank ones, or blank ones; "a" takes both for each count."""
    includes = command.key == "a"
    visual = editor.visual
    editor.forget_wanted()
    if visual is not None and visual.anchor[0] != editor.row:
        _extend(editor, command.times, includes)
        return
    first, last = _rows(editor, editor.row, command.times, includes)
    if visual is not None:
        if visual.kind is Mode.VISUAL_LINE and first == visual.anchor[0]:
            editor.row = first
            _extend(editor, command.times, includes)
            return
        if visual.kind is not Mode.VISUAL_LINE:
            visual.kind = editor.mode = Mode.VISUAL_LINE
        if first != visual.anchor[0]:
            set_start(editor, command, (first, 0))
    else:
        command.is_linewise = True
        set_start(editor, command, (first, 0))
    editor.cursor = (last, 0)


def _is_white(editor: Editor, row: int) -> bool:
    return not editor.text.line(row).strip(" \t")


def _starts(editor: Editor, row: int) -> bool:
    return starts_paragraph(editor.text.line(row))


def _rows(editor: Editor, row: int, count: int, includes: bool) -> tuple[int, int]:
    """The first and the last row of the object."""
    last_row = editor.line_count - 1
    was_white = _is_white(editor, row)
    first = _first_row(editor, row, was_white)
    end = first
    while end <= last_row and _is_white(editor, end):
        end += 1
    end -= 1
    left = count - int(not includes and was_white)
    while left:
        left -= 1
        if end >= last_row:
            raise CommandFailed
        is_white = not includes and _is_white(editor, end + 1)
        if not is_white:
            end = _paragraph_end(editor, end + 1)
        if left == 0 and was_white and includes:
            break
        if includes or is_white:
            end = _white_end(editor, end)
    if includes and not was_white and not _is_white(editor, end):
        while first > 0 and _is_white(editor, first - 1):
            first -= 1
    return first, end


def _first_row(editor: Editor, row: int, is_white: bool) -> int:
    while row > 0:
        if is_white:
            if not _is_white(editor, row - 1):
                break
        elif _is_white(editor, row - 1) or _starts(editor, row):
            break
        row -= 1
    return row


def _paragraph_end(editor: Editor, row: int) -> int:
    last = editor.line_count - 1
    while row < last and not _is_white(editor, row + 1) and not _starts(editor, row + 1):
        row += 1
    return row


def _white_end(editor: Editor, row: int) -> int:
    last = editor.line_count - 1
    while row < last and _is_white(editor, row + 1):
        row += 1
    return row


def _extend(editor: Editor, count: int, includes: bool) -> None:
    """A selection of several lines grows at the cursor's end."""
    visual = editor.visual
    assert visual is not None
    step = -1 if editor.row < visual.anchor[0] else 1
    border = 0 if step < 0 else editor.line_count - 1
    row, failed = editor.row, False
    for _ in range(count):
        if row == border:
            failed = True
            break
        row = _extended(editor, row, step, includes)
    editor.cursor = (row, 0)
    if failed:
        raise CommandFailed


def _extended(editor: Editor, row: int, step: int, includes: bool) -> int:
    """One paragraph, or the blank lines, further; with "a" both."""
    border = 0 if step < 0 else editor.line_count - 1
    former: bool | None = None
    for _ in range(2):
        row += step
        is_white = _is_white(editor, row)
        if former is is_white:
            return row - step
        while row != border:
            if is_white != _is_white(editor, row + step):
                break
            if not is_white and _starts(editor, row + (1 if step > 0 else 0)):
                break
            row += step
        if not includes or row == border:
            break
        former = is_white
    return row
