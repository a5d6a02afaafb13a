"""`:g` and `:v`: a command on every line that matches, or does not."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.ui.vim.effects import Edit
from agent_tui.ui.vim.ex.command import ExCommand
from agent_tui.ui.vim.ex.editor import ExEditor
from agent_tui.ui.vim.ex.errors import ExError
from agent_tui.ui.vim.ex.line_commands import to_first_word
from agent_tui.ui.vim.ex.memory import Tally
from agent_tui.ui.vim.ex.searching import compiled, delimited, matching_rows, pattern_of
from agent_tui.ui.vim.ex.substitute import told_substitutions

Execute = Callable[[str, ExEditor], str]
"""Runs a line of commands; returns what to say. Raises `ExError`."""


def run_global(command: ExCommand, editor: ExEditor, execute: Execute) -> str:
    """Run the command; returns what to say. Raises `ExError`.

    One that another runs on a line asks for the match of that line only.
    """
    is_nested = editor.memory.tally is not None
    if is_nested and command.addresses:
        raise ExError("E147: Cannot do :global recursive with a range")
    pattern, commands = _read(command.argument, editor)
    first, last = max(command.first, 0), max(command.last, 0)
    if not command.addresses and not is_nested:
        first, last = 0, editor.line_count - 1
    matched = matching_rows(compiled(pattern, editor), first, last, editor)
    is_inverse = command.has_bang or command.name == "vglobal"
    rows = (
        [row for row in range(first, last + 1) if row not in set(matched)]
        if is_inverse
        else matched
    )
    if not rows:
        if is_nested:
            return ""
        what = "Pattern found in every line" if is_inverse else "Pattern not found"
        return f"{what}: {pattern}"
    if is_nested:
        return execute(commands, editor)
    editor.place_cursor(editor.cursor, is_jump=True)
    editor.memory.tally = tally = Tally()
    try:
        said = _on_each(rows, commands, editor, execute)
    finally:
        editor.memory.tally = None
    if tally.hits:
        to_first_word(editor.cursor[0], editor)
    return said or told_substitutions(tally.hits, tally.lines)


def moved_row(row: int, edit: Edit) -> int | None:
    """Where a row is after an edit; None when the edit takes it away."""
    (first, left), (last, right) = edit.start, edit.end
    added = edit.text.count("\n")
    is_whole_lines = left == 0 and right == 0 and (edit.text.endswith("\n") or not edit.text)
    if row < first:
        return row
    if is_whole_lines:
        if row >= last:
            return row + added - (last - first)
        return row if row - first < added else None
    if row == first:
        return row
    return None if row <= last else row + added - (last - first)


def _on_each(rows: list[int], commands: str, editor: ExEditor, execute: Execute) -> str:
    waiting = list(reversed(rows))

    def follow(edit: Edit) -> None:
        moved = (moved_row(row, edit) for row in waiting)
        waiting[:] = [row for row in moved if row is not None]

    said = ""
    editor.watch_edits(follow)
    try:
        while waiting:
            editor.place_cursor((waiting.pop(), 0))
            said = execute(commands, editor) or said
    finally:
        editor.watch_edits(None)
    return said


def _read(argument: str, editor: ExEditor) -> tuple[str, str]:
    delimiter = argument[:1]
    if not delimiter or delimiter.isspace():
        raise ExError("E148: Regular expression missing from :global")
    if delimiter.isalpha() or delimiter in '"|':
        raise ExError("E146: Regular expressions can't be delimited by letters")
    text, end = delimited(argument, 1, delimiter)
    pattern = pattern_of(text, editor)
    editor.memory.pattern = pattern  # as in Vim: ":&" goes on with it
    return pattern, argument[end:].strip() or "print"
