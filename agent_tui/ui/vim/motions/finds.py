"""f, F, t, T and their repetition."""

from __future__ import annotations

from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.remembered import LastFind
from agent_tui.ui.vim.widths import is_composing, next_column, previous_column


def find(editor: Editor, command: Command) -> None:
    """f, F, t, T: to a character of this line, or next to it."""
    if len(command.extra) != 1:
        raise CommandFailed
    wanted = LastFind(command.extra, command.key in "ft", command.key in "tT")
    if not editor.keyboard.is_repeated:
        editor.find = wanted
    _to_char(editor, command, wanted, steps_off=False)


def find_again(editor: Editor, command: Command) -> None:
    """; and , (the other way)."""
    last = editor.find
    if not last.char:
        raise CommandFailed
    is_forward = last.is_forward == (command.key == ";")
    wanted = LastFind(last.char, is_forward, last.is_till)
    # "t" stands before its character already: step over it, or it would not move.
    _to_char(editor, command, wanted, steps_off=last.is_till and command.times == 1)


def _to_char(editor: Editor, command: Command, wanted: LastFind, *, steps_off: bool) -> None:
    command.is_inclusive = wanted.is_forward
    line, column = editor.line, editor.column
    left = command.times
    if left > len(line):
        raise CommandFailed
    if steps_off:
        column = _step(line, column, wanted.is_forward)
    while left:
        column = _next(line, column, wanted)
        left -= 1
    if wanted.is_till and wanted.is_forward:
        column = _step(line, column, is_forward=False)
    elif wanted.is_till and (command.operator or not is_composing(line[column + 1])):
        column += 1  # on a letter with marks T stays: they are of its character
    editor.column = column
    editor.forget_wanted()


def _step(line: str, column: int, is_forward: bool) -> int:
    if is_forward:
        return next_column(line, column)
    if column == 0:
        raise CommandFailed
    return previous_column(line, column)


def _next(line: str, column: int, wanted: LastFind) -> int:
    if wanted.is_forward:
        found = line.find(wanted.char, next_column(line, column))
    else:
        found = line.rfind(wanted.char, 0, column)
    if found < 0:
        raise CommandFailed
    return found
