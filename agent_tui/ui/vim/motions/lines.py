"""Motions between lines."""

from __future__ import annotations

from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.failure import CommandFailed


def line_down(editor: Editor, count: int) -> None:
    """`count` lines on, at most to the last one, at the wanted column."""
    last = editor.line_count - 1
    if count > 0 and editor.row >= last:
        raise CommandFailed
    editor.to_wanted(min(editor.row + count, last))


def line_up(editor: Editor, count: int) -> None:
    """`count` lines back, at most to the first one, at the wanted column."""
    if count > 0 and editor.row == 0:
        raise CommandFailed
    editor.to_wanted(max(editor.row - count, 0))


def down(editor: Editor, command: Command) -> None:
    """j, Down, Ctrl+J, Ctrl+N."""
    command.is_linewise = True
    line_down(editor, command.times)


def up(editor: Editor, command: Command) -> None:
    """k, Up, Ctrl+P."""
    command.is_linewise = True
    line_up(editor, command.times)


def down_to_first_nonblank(editor: Editor, command: Command) -> None:
    """+, and Enter where the host has no other use for it."""
    down(editor, command)
    editor.to_first_nonblank()


def up_to_first_nonblank(editor: Editor, command: Command) -> None:
    """-."""
    up(editor, command)
    editor.to_first_nonblank()


def lines_from_here(editor: Editor, command: Command) -> None:
    """_, and the second half of a doubled operator such as dd."""
    command.is_linewise = True
    line_down(editor, command.times - 1)
    operator = command.operator
    if operator is None:
        editor.to_first_nonblank()
    elif operator.key in "<>" or (operator.key == "d" and operator.forced not in ("v", "<C-v>")):
        editor.to_line_start()
    elif operator.key != "y":
        editor.to_first_nonblank()


def _goto(editor: Editor, command: Command, row: int) -> None:
    command.is_linewise = True
    editor.jump_from_here()
    row = command.count - 1 if command.count else row
    wanted = editor.wanted
    editor.row = max(0, min(row, editor.line_count - 1))
    editor.wanted = wanted
    editor.to_line_start()


def last_line(editor: Editor, command: Command) -> None:
    """G: to the last line, or the one that the count names."""
    _goto(editor, command, editor.line_count - 1)


def first_line(editor: Editor, command: Command) -> None:
    """gg: to the first line, or the one that the count names."""
    _goto(editor, command, 0)


def percent_of_lines(editor: Editor, command: Command) -> None:
    """{count}%: so many percent down the text."""
    if command.count > 100:
        raise CommandFailed
    command.is_linewise = True
    editor.jump_from_here()
    count = editor.line_count
    editor.row = max(0, min((command.count * count + 99) // 100, count) - 1)
    editor.to_line_start()
