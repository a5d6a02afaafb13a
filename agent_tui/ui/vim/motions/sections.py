"""[[ and its kin, [( and its kin, and go."""

from __future__ import annotations

from agent_tui.ui.vim.bracket_match import enclosing_place
from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.paragraphs import starts_section
from agent_tui.ui.vim.widths import last_column


def character(editor: Editor, command: Command) -> None:
    """go: to a byte of the text, counted from 1, line breaks included."""
    left = command.times - 1
    editor.jump_from_here()
    editor.forget_wanted()
    command.is_inclusive = False
    for row in range(editor.line_count):
        line = editor.text.line(row)
        size = len(line.encode()) + 1
        if left < size:
            editor.cursor = (row, len(line.encode()[:left].decode(errors="ignore")))
            editor.clamp_column()
            return
        left -= size
    last = editor.line_count - 1
    editor.cursor = (last, last_column(editor.text.line(last)))


def enclosing(editor: Editor, command: Command) -> None:
    """[( ]) [{ ]}: to the bracket that is open here, or to the one that closes it."""
    is_forward = command.key[0] == "]"
    place = editor.cursor
    for number in range(command.times):
        found = enclosing_place(
            editor.text, place, command.key[1], is_forward=is_forward, minds_quotes=True
        )
        if found is None:
            if number == 0:
                raise CommandFailed
            break
        place = found
    editor.jump_from_here()
    editor.cursor = place
    editor.forget_wanted()


def section(editor: Editor, command: Command) -> None:
    """[[ ]] to "{" in the first column, [] ][ to "}"."""
    command.uses_first_register = True
    editor.forget_wanted()
    step = 1 if command.key[0] == "]" else -1
    brace = "{" if command.key[0] == command.key[1] else "}"
    row = _section_row(editor, step, command, brace)
    if row is None:
        raise CommandFailed
    editor.jump_from_here()
    editor.cursor = (row, 0)
    if command.operator is None:
        editor.to_first_nonblank()
        return
    at_end = row == editor.line_count - 1 and brace == "{" and editor.line != ""
    if at_end and not _stops(editor.line, brace, with_end=step > 0):
        editor.column = last_column(editor.line)
        command.is_inclusive = True


def _section_row(editor: Editor, step: int, command: Command, brace: str) -> int | None:
    row, last = editor.row, editor.line_count - 1
    with_end = command.operator is not None and step > 0 and brace == "{"
    for left in range(command.times - 1, -1, -1):
        while True:
            if not 0 <= row + step <= last:
                if left:
                    return None
                return row
            row += step
            if _stops(editor.text.line(row), brace, with_end=with_end):
                break
    if with_end and editor.text.line(row)[:1] == "}" and row < last:
        row += 1
    return row


def _stops(line: str, brace: str, *, with_end: bool) -> bool:
    return line[:1] == brace or (with_end and line[:1] == "}") or starts_section(line)
