"""Changes that need no motion."""

from __future__ import annotations

from agent_tui.ui.vim.char_classes import indent_length
from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import MOST_CHARACTERS, Editor, Keys
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.indent import same_indent
from agent_tui.ui.vim.insertion import insert
from agent_tui.ui.vim.marks import LAST_INSERT
from agent_tui.ui.vim.operators.case import converted
from agent_tui.ui.vim.operators.joining import join
from agent_tui.ui.vim.operators.numbers import add
from agent_tui.ui.vim.putting import Put, nothing_to_put, put
from agent_tui.ui.vim.registers import LAST_INSERTED
from agent_tui.ui.vim.widths import last_column, next_column, previous_column


def start_insert(editor: Editor, command: Command) -> Keys[None]:
    """i, a, I, A, gi, gI."""
    editor.require_modifiable()
    key = command.key
    if key == "a" and editor.char:
        editor.column = next_column(editor.line, editor.column)
    elif key == "A":
        editor.column = len(editor.line)
    elif key == "I":
        editor.column = indent_length(editor.line)
    elif key == "gI":
        editor.column = 0
    elif key == "gi":
        to_last_insertion(editor)
    editor.forget_wanted()
    starter = ["i"] if key == "gi" else list(key)
    yield from insert(editor, starter=starter, count=command.times)


def to_last_insertion(editor: Editor) -> None:
    """To where an insertion ended last, perhaps behind the line."""
    place = editor.marks.get(LAST_INSERT)
    if place is not None:
        editor.row = min(place[0], editor.line_count - 1)
        editor.column = min(place[1], len(editor.line))


def open_line(editor: Editor, command: Command) -> Keys[None]:
    """o and O."""
    editor.require_modifiable()
    row = editor.row + int(command.key == "o")
    editor.save(row, 0)
    indent = same_indent(editor.line, editor.options) if editor.options.autoindent else ""
    editor.insert_lines(row, [indent])
    editor.cursor = (row, len(indent))
    editor.history.line = None
    starter, has_indent = [command.key], bool(indent)
    yield from insert(editor, starter=starter, count=command.times, has_indent_only=has_indent)


def swap_case(editor: Editor, command: Command) -> None:
    """~."""
    editor.require_modifiable()
    if not editor.char:
        raise CommandFailed
    editor.last_change.begin(command.register, command.count, ["~"])
    row, column = editor.cursor
    line = editor.line
    end = column
    for _ in range(min(command.times, len(line) - column)):
        end = min(len(line), next_column(line, end))
    editor.save(row)
    swapped = converted(line[column:end], "~")
    if swapped != line[column:end]:
        editor.replace(row, column, end, swapped)
        line = editor.line
        editor.changed_between((row, column), (row, max(0, min(end, last_column(line)) - 1)))
    editor.column = end
    if end >= len(line) and not editor.is_inserting_once:
        editor.column = previous_column(line, len(line))
    editor.forget_wanted()


def join_lines(editor: Editor, command: Command) -> None:
    """J and gJ."""
    editor.require_modifiable()
    count = max(2, command.count)
    left = editor.line_count - editor.row
    if count > left:
        if count <= 2:
            raise CommandFailed
        count = left
    editor.last_change.begin(command.register, command.count and count, list(command.key))
    join(editor, count, has_spaces=command.key == "J")


def put_text(editor: Editor, command: Command) -> None:
    """p, P, gp, gP, ]p, [p."""
    editor.require_modifiable()
    key = command.key
    is_after = key in ("p", "gp", "]p")
    key = "[p" if key in ("]P", "[P") else key
    editor.last_change.begin(command.register, command.count, list(key))
    if command.register == LAST_INSERTED:
        _insert_again(editor, command, is_after)
        return
    content = editor.registers.get(command.register)
    if content is None:
        nothing_to_put(editor)
        raise CommandFailed(f"E353: Nothing in register {command.register or chr(34)}")
    what = Put(
        content,
        command.times,
        is_after,
        leaves_behind=key.startswith("g"),
        reindents=key in ("]p", "[p"),
    )
    put(editor, what)


def _insert_again(editor: Editor, command: Command, is_after: bool) -> None:
    """The last inserted text is put by typing it."""
    keys = editor.insertion.keys
    if not keys:
        raise CommandFailed("E29: No inserted text yet")
    if len(keys) * command.times > MOST_CHARACTERS:
        raise CommandFailed("The text would grow by more than 1000000 characters")
    count = list(str(command.count)) if command.count else []
    editor.keyboard.repeat([*count, "a" if is_after else "i", *keys, "<Esc>"])


def add_to_number(editor: Editor, command: Command) -> None:
    """Ctrl+A and Ctrl+X."""
    editor.require_modifiable()
    editor.last_change.begin(command.register, command.count, [command.key])
    add(editor, command.times if command.key == "<C-a>" else -command.times)
