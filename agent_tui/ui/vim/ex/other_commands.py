"""Commands that set marks, repeat, undo, and tell what is there."""

from __future__ import annotations

from agent_tui.ui.vim.ex.command import ExCommand
from agent_tui.ui.vim.ex.editor import ExEditor
from agent_tui.ui.vim.ex.errors import ARGUMENT_REQUIRED, TRAILING, ExError
from agent_tui.ui.vim.ex.line_commands import to_line_start

_SETTABLE = "abcdefghijklmnopqrstuvwxyz'`[]<>"


def mark(command: ExCommand, editor: ExEditor) -> str:
    """`:k x` and `:mark x`."""
    name = command.argument
    if not name:
        raise ExError(ARGUMENT_REQUIRED)
    if len(name) > 1:
        raise ExError(TRAILING.format(name))
    if name not in _SETTABLE:
        raise ExError("E191: Argument must be a letter or forward/backward quote")
    row = max(command.last, 0)
    line = editor.line(row)
    place = (row, len(line) - len(line.lstrip(" \t")))
    if name in "'`":
        before = editor.cursor
        editor.place_cursor(place)
        editor.place_cursor(place, is_jump=True)
        editor.place_cursor(before)
    else:
        editor.set_mark(name, place)
    return ""


def normal(command: ExCommand, editor: ExEditor) -> str:
    """`:norm {keys}`, on each line of the range."""
    if not command.argument:
        raise ExError(ARGUMENT_REQUIRED)
    if not command.addresses:
        editor.feed_normal(command.argument)
        return ""
    for row in range(max(command.first, 0), command.last + 1):
        editor.place_cursor((min(row, editor.line_count - 1), 0))
        editor.feed_normal(command.argument)
    return ""


def undo(command: ExCommand, editor: ExEditor) -> str:
    """`:u`. With a number Vim goes to the change of that number, which is none of ours."""
    command.refuse_argument()
    if command.addresses:
        raise ExError("E481: No range allowed")
    editor.undo()
    return ""


def redo(command: ExCommand, editor: ExEditor) -> str:
    """`:red`."""
    command.refuse_argument()
    editor.redo()
    return ""


def hide_matches(command: ExCommand, editor: ExEditor) -> str:
    """`:noh`."""
    command.refuse_argument()
    editor.hide_matches()
    return ""


def show_line(command: ExCommand, editor: ExEditor) -> str:
    """`:p` and `:nu`: the last line of the range."""
    row = max(command.last, 0)
    line = editor.line(row)
    to_line_start(row, editor)
    return f"{row + 1:3} {line}" if command.name == "number" else line


def show_number(command: ExCommand, editor: ExEditor) -> str:
    """`:=`: how many lines, or the number of the range's last one."""
    return str(command.last + 1 if command.addresses else editor.line_count)


def show_registers(command: ExCommand, editor: ExEditor) -> str:
    """`:reg [names]`."""
    wanted = command.argument.replace(" ", "")
    lines = editor.register_lines()
    # A line begins with the kind and the register: 'c  "a   text'.
    shown = [line for line in lines if not wanted or _register_of(line) in wanted]
    return "\n".join(["Type Name Content", *shown])


def show_marks(command: ExCommand, editor: ExEditor) -> str:
    """`:marks [names]`."""
    wanted = command.argument.replace(" ", "")
    marks = sorted(editor.marks().items())
    shown = [(name, place) for name, place in marks if not wanted or name in wanted]
    if wanted and not shown:
        raise ExError(f'E283: No marks matching "{wanted}"')
    rows = [f" {name} {row + 1:6} {column:4} {editor.line(row)}" for name, (row, column) in shown]
    return "\n".join(["mark line  col text", *rows])


def _register_of(line: str) -> str:
    _, _, rest = line.partition('"')
    return rest[:1]
