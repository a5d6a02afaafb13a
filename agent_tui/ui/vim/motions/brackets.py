"""%: to the matching bracket."""

from __future__ import annotations

from agent_tui.ui.vim.bracket_match import matching_place
from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.motions.lines import percent_of_lines


def matching(editor: Editor, command: Command) -> None:
    """With a count it is another motion: so many percent down the text."""
    if command.count:
        percent_of_lines(editor, command)
        return
    command.uses_first_register = True
    command.is_inclusive = True
    place = matching_place(editor.text, editor.cursor)
    if place is None:
        raise CommandFailed
    editor.jump_from_here()
    editor.forget_wanted()
    editor.cursor = place
