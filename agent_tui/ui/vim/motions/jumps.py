"""Motions to marks."""

from __future__ import annotations

from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.motions.blocks_of_text import paragraph, sentence
from agent_tui.ui.vim.widths import MAX_COLUMN

_MOVING = {"(": sentence, ")": sentence, "{": paragraph, "}": paragraph}


def mark_place(editor: Editor, name: str) -> Position | None:
    """Where a mark is, those of the last selection included."""
    if name in ("<", ">"):
        return _visual_mark(editor, name)
    if name in ("'", "`"):
        return editor.marks.get("'")
    if name in _MOVING:
        return _moved(editor, name)
    return editor.marks.get(name)


def _moved(editor: Editor, name: str) -> Position | None:
    before, jumped = editor.cursor, editor.marks.get("'")
    try:
        _MOVING[name](editor, Command(name))
        return editor.cursor
    except CommandFailed:
        return None
    finally:
        editor.cursor = before
        if jumped is not None:
            editor.marks.set("'", jumped)


def _visual_mark(editor: Editor, name: str) -> Position | None:
    last = editor.last_visual
    if last is None:
        return None
    ends = sorted((last.anchor, last.cursor))
    row, column = ends[name == ">"]
    if last.kind is Mode.VISUAL_LINE:
        column = 0 if name == "<" else MAX_COLUMN
    return row, column


def next_mark(editor: Editor, command: Command) -> None:
    """]` and [`, ]' and [': to the next mark of a to z, or the one before."""
    is_line, is_forward = command.key[1] == "'", command.key[0] == "]"
    place = editor.cursor
    marks = sorted(editor.marks.named().values(), reverse=not is_forward)
    for _ in range(min(command.times, len(marks) + 1)):
        row, column = place
        if is_line:
            column = MAX_COLUMN if is_forward else 0
        ahead = (at for at in marks if (at > (row, column)) == is_forward and at != (row, column))
        place = next(ahead, place)
    editor.jump_from_here()
    command.is_linewise = is_line
    editor.cursor = place
    editor.clamp()
    if is_line:
        editor.to_first_nonblank()
    editor.forget_wanted()


def show_character(editor: Editor, command: Command) -> None:
    """ga: the character's number. An operator works on nothing."""
    char = editor.char
    code = ord(char) if char else 0
    editor.say(f"<{char}>  {code},  Hex {code:02x},  Octal {code:03o}" if char else "NUL")


def stay(editor: Editor, command: Command) -> None:
    """gV: in Vim for mappings in select mode; an operator works on nothing."""


def to_mark(editor: Editor, command: Command) -> None:
    """' (the line) and ` (the place), g' and g` (the same, without a jump)."""
    is_line = command.key[-1] == "'"
    place = mark_place(editor, command.extra)
    command.is_linewise = is_line
    editor.forget_wanted()
    if place is None or place[0] >= editor.line_count:
        editor.has_failed_jump = command.operator is not None and command.key == "`"
        raise CommandFailed("E20: Mark not set")
    if len(command.key) == 1:
        editor.jump_from_here()
    editor.cursor = place
    if is_line:
        editor.to_first_nonblank()
    else:
        command.uses_first_register = command.key == "`"
        editor.column = min(editor.column, len(editor.line))
        editor.clamp_column()
    editor.forget_wanted()
