"""How a text object hands over what it selected."""

from __future__ import annotations

from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.mode import Mode


def is_fresh(editor: Editor) -> bool:
    """Nothing is selected yet, or a single character: the object begins anew."""
    return editor.visual is None or editor.visual.anchor == editor.cursor


def set_start(editor: Editor, command: Command, start: Position) -> None:
    """Where the object begins."""
    if editor.visual is not None:
        editor.visual.anchor = start
    elif command.operator is not None:
        command.operator.start = start


def select_chars(editor: Editor) -> None:
    """A linewise selection becomes one of characters."""
    if editor.visual is not None and editor.visual.kind is Mode.VISUAL_LINE:
        editor.visual.kind = editor.mode = Mode.VISUAL


def select_only_chars(editor: Editor) -> None:
    """Any selection becomes one of characters."""
    if editor.visual is not None:
        editor.visual.kind = editor.mode = Mode.VISUAL
