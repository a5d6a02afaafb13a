"""Motions over sentences and paragraphs."""

from __future__ import annotations

from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.motions.words import off_the_line_end
from agent_tui.ui.vim.paragraphs import paragraph_row
from agent_tui.ui.vim.sentences import sentence_place
from agent_tui.ui.vim.widths import last_column


def paragraph(editor: Editor, command: Command) -> None:
    """{ and }."""
    command.uses_first_register = True
    editor.forget_wanted()
    step = 1 if command.key == "}" else -1
    row = paragraph_row(editor.text, editor.row, step, command.steps)
    if row is None:
        raise CommandFailed
    editor.jump_from_here()
    editor.cursor = (row, 0)
    if row == editor.line_count - 1 and editor.line:
        editor.column = last_column(editor.line)
        command.is_inclusive = True


def sentence(editor: Editor, command: Command) -> None:
    """( and )."""
    command.uses_first_register = True
    editor.forget_wanted()
    place = sentence_place(editor.text, editor.cursor, command.key == ")", command.steps)
    if place is None:
        raise CommandFailed
    editor.jump_from_here()
    editor.cursor = place
    off_the_line_end(editor, command)
