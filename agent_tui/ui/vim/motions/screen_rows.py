"""Motions over the rows of the screen that a long line is wrapped into."""

from __future__ import annotations

from bisect import bisect_right

from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.widths import MAX_COLUMN, at_display, column_of, previous_column


def _row_of_screen(editor: Editor) -> tuple[int, int, int]:
    """The index of the screen row in its line, where it begins, and where the next one does."""
    starts = editor.text.wraps(editor.row)
    index = max(0, bisect_right(starts, editor.column) - 1)
    last = index + 1 >= len(starts)
    return index, starts[index], len(editor.line) if last else starts[index + 1]


def _place_in(editor: Editor, index: int, wanted: int) -> None:
    """The cursor into a screen row of its line, `wanted` cells from the row's beginning."""
    starts = editor.text.wraps(editor.row)
    line = editor.line
    start = starts[index]
    end = starts[index + 1] if index + 1 < len(starts) else None
    cells = column_of(line, start, editor.options.tabstop)
    target = MAX_COLUMN if wanted >= MAX_COLUMN else cells + wanted
    column, _ = at_display(line, target, editor.options.tabstop)
    if end is not None:
        column = min(column, previous_column(line, end))
    editor.column = max(column, start)
    editor.clamp_column()


def _move(editor: Editor, command: Command, step: int) -> None:
    wanted = editor.wanted
    is_at_end = wanted >= MAX_COLUMN
    command.is_inclusive = is_at_end
    index, start, _ = _row_of_screen(editor)
    in_row = wanted if is_at_end else _wanted_in_row(editor, wanted, start)
    for _ in range(command.steps):
        index += step
        if not 0 <= index < len(editor.text.wraps(editor.row)):
            if not 0 <= editor.row + step < editor.line_count:
                _place_in(editor, max(0, index - step), in_row)
                editor.draw_anew()
                raise CommandFailed
            editor.row += step
            index = 0 if step > 0 else len(editor.text.wraps(editor.row)) - 1
    _place_in(editor, index, in_row)
    starts = editor.text.wraps(editor.row)
    shown = column_of(editor.line, starts[index], editor.options.tabstop)
    editor.wanted = MAX_COLUMN if is_at_end else shown + in_row


def _wanted_in_row(editor: Editor, wanted: int, start: int) -> int:
    here = column_of(editor.line, start, editor.options.tabstop)
    if wanted < here:  # the cursor could not go as far as it was wanted
        return editor.display_column() - here
    return wanted - here


def screen_down(editor: Editor, command: Command) -> None:
    """gj."""
    _move(editor, command, 1)


def screen_up(editor: Editor, command: Command) -> None:
    """gk."""
    _move(editor, command, -1)


def screen_start(editor: Editor, command: Command) -> None:
    """g0 and g^."""
    _, start, end = _row_of_screen(editor)
    editor.column = start
    if command.key == "g^":
        line = editor.line
        while editor.column < end - 1 and line[editor.column] in " \t":
            editor.column += 1
    editor.forget_wanted()


def screen_middle(editor: Editor, command: Command) -> None:
    """gm: to the middle of the screen's width, as far as the line goes."""
    starts = editor.text.wraps(editor.row)
    _, start, _ = _row_of_screen(editor)
    line, tab = editor.line, editor.options.tabstop
    widest = max(starts[1:2] or [len(line)])
    first = column_of(line, start, tab)
    half = column_of(line, widest, tab) // 2
    if len(starts) == 1:
        half = MAX_COLUMN
    editor.column, _ = at_display(line, min(first + half, MAX_COLUMN), tab)
    editor.clamp_column()
    editor.forget_wanted()


def screen_end(editor: Editor, command: Command) -> None:
    """g$; with a count that many rows below."""
    command.is_inclusive = True
    if command.count > 1:
        editor.wanted = MAX_COLUMN
        _move(editor, Command("gj", count=command.count - 1), 1)
        return
    index, start, end = _row_of_screen(editor)
    is_last = index + 1 >= len(editor.text.wraps(editor.row))
    if is_last:
        editor.to_display(MAX_COLUMN)
    else:
        editor.column = max(start, previous_column(editor.line, end))
    editor.forget_wanted()
