"""Motions within a line."""

from __future__ import annotations

from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.motions.lines import line_down
from agent_tui.ui.vim.widths import MAX_COLUMN, last_column, measured, next_column, previous_column

_MOST_CHARACTERS = 1_000_000
_WRAP_LETTERS = {"<BS>": "b", "<C-h>": "b", "h": "h", "<Left>": "<",
                 " ": "s", "l": "l", "<Right>": ">"}  # fmt: skip


def left(editor: Editor, command: Command) -> None:
    """h, Left, Backspace."""
    wraps = _WRAP_LETTERS[command.key] in editor.options.whichwrap
    for step in range(min(command.times, _MOST_CHARACTERS)):
        if editor.column > 0:
            editor.column = previous_column(editor.line, editor.column)
            editor.forget_wanted()
        elif wraps and editor.row > 0:
            _to_end_of_line_above(editor, command)
        elif step == 0 and command.operator is None:
            raise CommandFailed
        else:
            return


def _to_end_of_line_above(editor: Editor, command: Command) -> None:
    editor.row -= 1
    editor.to_display(MAX_COLUMN)
    editor.forget_wanted()
    deletes = command.operator is not None and command.operator.key in "dc"
    if deletes and editor.line:  # the line break is what is deleted
        editor.column = len(editor.line)
        command.is_adjusted = True


def right(editor: Editor, command: Command) -> None:
    """l, Right, Space."""
    wraps = _WRAP_LETTERS[command.key] in editor.options.whichwrap
    for step in range(min(command.times, _MOST_CHARACTERS)):
        line = editor.line
        limit = len(line) if editor.visual is not None else last_column(line)
        if editor.column < limit:
            editor.column = next_column(line, editor.column)
            editor.forget_wanted()
        elif wraps and editor.row + 1 < editor.line_count:
            _to_next_line(editor, command)
        else:
            _stop_at_end(editor, command, step)
            return


def _to_next_line(editor: Editor, command: Command) -> None:
    if command.operator is not None and not command.is_inclusive and editor.line:
        command.is_inclusive = True
        return
    editor.cursor = (editor.row + 1, 0)
    editor.forget_wanted()
    command.is_inclusive = False


def _stop_at_end(editor: Editor, command: Command, step: int) -> None:
    if command.operator is not None:
        command.is_inclusive = command.is_inclusive or bool(editor.line)
    elif step == 0:
        raise CommandFailed


def line_start(editor: Editor, command: Command) -> None:
    """0."""
    editor.column = 0
    editor.forget_wanted()
    editor.insertion.was_behind = False


def home(editor: Editor, command: Command) -> None:
    """Home: to the line's start, whatever the count."""
    editor.column = 0
    editor.wanted = 0
    editor.insertion.was_behind = False


def first_nonblank(editor: Editor, command: Command) -> None:
    """^."""
    editor.to_first_nonblank()
    editor.insertion.was_behind = False


def line_end(editor: Editor, command: Command) -> None:
    """$, End; with a count that many lines below."""
    command.is_inclusive = True
    editor.wanted = MAX_COLUMN
    line_down(editor, command.times - 1)


def last_nonblank(editor: Editor, command: Command) -> None:
    """g_."""
    command.is_inclusive = True
    editor.wanted = MAX_COLUMN
    line_down(editor, command.times - 1)
    line = editor.line
    editor.column = min(editor.column, max(0, len(line.rstrip(" \t")) - 1))
    editor.clamp_column()
    editor.forget_wanted()


def display_column(editor: Editor, command: Command) -> None:
    """|: to the display column that the count names."""
    editor.column = 0
    wanted = max(0, command.count - 1)
    if command.count:
        editor.to_display(wanted)
    editor.wanted = wanted


def middle(editor: Editor, command: Command) -> None:
    """gM: to the middle of the line's text, or so many percent of it."""
    size = measured(editor.line, editor.options.tabstop)
    percent = command.count if 0 < command.count <= 100 else 50
    editor.to_display(size * percent // 100)
    editor.forget_wanted()
