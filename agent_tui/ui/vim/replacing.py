"""R, r and gr."""

from __future__ import annotations

from agent_tui.ui.vim.char_classes import indent_length
from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor, Keys
from agent_tui.ui.vim.effects import Edit
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.insertion import insert
from agent_tui.ui.vim.keyboard import text_of
from agent_tui.ui.vim.literals import literal_char
from agent_tui.ui.vim.marks import LAST_INSERT
from agent_tui.ui.vim.widths import at_display, measured, next_column


def replace_mode(editor: Editor, command: Command) -> Keys[None]:
    """R."""
    yield from insert(editor, starter=["R"], count=command.times, replaces=True)


def replace_cells(editor: Editor, command: Command) -> Keys[None]:
    """gr: characters take the place of as many cells, and may go beyond the line's end."""
    editor.require_modifiable()
    key, unused = command.extra, ""
    if key in ("<Esc>", "<C-c>"):
        return
    if key in ("<C-v>", "<C-q>"):
        key, unused = yield from literal_char()
    text = text_of([key])
    is_control = len(text) > 1 or text < " "
    keys = [*(["<C-v>"] if is_control else []), key, "<Esc>", *([unused] if unused else [])]
    editor.keyboard.repeat_first(keys)
    yield from insert(editor, starter=["g", "r"], count=command.times, replaces=True)


def replace_chars(editor: Editor, command: Command) -> Keys[None] | None:
    """r."""
    key = command.extra
    if key in ("<Esc>", "<C-c>"):
        return None
    if key in ("<C-v>", "<C-q>"):
        return _replace_literally(editor, command)
    _replace(editor, command, key)
    return None


def _replace_literally(editor: Editor, command: Command) -> Keys[None]:
    char, unused = yield from literal_char()
    _replace(editor, command, char, is_literal=True)
    if unused:
        editor.keyboard.repeat_first([unused])


def _replace(editor: Editor, command: Command, key: str, *, is_literal: bool = False) -> None:
    editor.require_modifiable()
    line, (row, column) = editor.line, editor.cursor
    end = column
    if command.times > len(line) - column:
        raise CommandFailed
    for _ in range(command.times):
        if end >= len(line):
            raise CommandFailed
        end = next_column(line, end)
    is_break = key in ("<CR>", "<C-j>") and not is_literal
    typed = ["<C-v>", key] if is_literal else [key]
    text = text_of([key])
    if len(text) > 1:
        raise CommandFailed
    editor.insertion.keys = ["<C-v>", key] if text < " " and not is_break else typed
    editor.last_change.begin(command.register, command.count, ["r", *typed])
    editor.save(row)
    if is_break:
        _replace_by_break(editor, end)
        return
    changed = command.times - 1
    if key in ("<C-e>", "<C-y>") and not is_literal:
        text, changed = _beside(editor, key, command.times)
    else:
        text *= command.times
    editor.replace(row, column, end, text)
    editor.changed(row, column + changed)
    editor.cursor = (row, column + command.times - 1)
    editor.changed_between((row, column), editor.cursor)
    editor.forget_wanted()


def _beside(editor: Editor, key: str, count: int) -> tuple[str, int]:
    """What stands below (Ctrl+E) or above (Ctrl+Y), and which of it is the last that was there; in
    place of the others the text stays."""
    row = editor.row + (1 if key == "<C-e>" else -1)
    beside = editor.text.line(row) if 0 <= row < editor.line_count else ""
    line, column, tab = editor.line, editor.column, editor.options.tabstop
    before, text, last = line[:column], "", 0
    for number in range(count):
        place, _ = at_display(beside, measured(before + text, tab), tab)
        end = next_column(line, column)
        last = number if place < len(beside) else last
        text += beside[place : place + 1] or line[column:end]
        column = end
    return text, last


def _replace_by_break(editor: Editor, end: int) -> None:
    row, column = editor.cursor
    if editor.options.autoindent:  # the blanks behind go, and so does the indent that nobody typed
        end = len(editor.line) - len(editor.line[end:].lstrip(" \t"))
    is_indented = editor.options.autoindent and end < len(editor.line)
    indent = editor.line[: min(column, indent_length(editor.line))] if is_indented else ""
    editor.apply(Edit((row, column), (row, end), "\n" + indent))
    editor.marks.lines_inserted(row + 1, 1)
    editor.changed(row, column)
    editor.history.line = None
    editor.cursor = (row + 1, len(indent))
    editor.marks.set(LAST_INSERT, editor.cursor)
    editor.column = max(0, editor.column - 1)  # as behind an insertion
    editor.clamp_column()
    editor.forget_wanted()
    editor.changed_between((row, column), (row + 1, len(indent)))
