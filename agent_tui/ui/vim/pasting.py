"""A paste from outside."""

from __future__ import annotations

from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.operators.bounds import area_of_selection
from agent_tui.ui.vim.operators.delete import delete
from agent_tui.ui.vim.putting import Put, put
from agent_tui.ui.vim.registers import BLACK_HOLE, Content
from agent_tui.ui.vim.shapes import Shape


def paste(editor: Editor, text: str) -> None:
    """Into the text, one undo step; as characters into a command line's place it is dropped."""
    if not text or editor.command_line:
        return
    session = editor.insert_session
    try:
        editor.require_modifiable()
        if session is not None:
            session.begin_change()
            session.record(*("<CR>" if char == "\n" else char for char in text))
            session.insert(text)
            editor.forget_wanted()
            return
        editor.history.close(editor.line_count)
        is_after = True
        if editor.visual is not None:
            area = area_of_selection(editor, "d", Command("d", register=BLACK_HOLE))
            is_after = editor.column > area.start[1]
            delete(editor, area)
            is_after = editor.column < area.start[1]
        put(editor, Put(Content(tuple(text.split("\n")), Shape.CHARS), is_after=is_after))
    except CommandFailed as failed:
        editor.beep(str(failed))
