"""Keys are taken one after the other and given to the command that waits for them."""

from __future__ import annotations

from agent_tui.ui.vim.editor import Editor, Keys
from agent_tui.ui.vim.keyboard import Keyboard
from agent_tui.ui.vim.normal import normal_command

TOO_MANY_KEYS = "E132: The macro calls itself too often"


def commands(editor: Editor) -> Keys[None]:
    """One command after the other, for ever."""
    while True:
        yield from normal_command(editor)


class KeyLoop:
    """Owns the commands that wait for keys."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._commands = commands(editor)
        next(self._commands)

    def drain(self) -> None:
        """Give away all keys that wait in the editor's keyboard."""
        editor = self._editor
        keyboard = editor.keyboard
        while (key := keyboard.take()) is not None:
            if keyboard.is_exhausted:
                editor.beep(TOO_MANY_KEYS)
                return
            if keyboard.is_typed and _ends_undo_step(editor):
                editor.history.close(editor.line_count)
            self._commands.send(key)

    def close(self) -> None:
        """No more keys."""
        self._commands.close()


def _ends_undo_step(editor: Editor) -> bool:
    """What follows is a step of its own: not in the middle of an insertion."""
    session = editor.insert_session
    if session is not None:
        return session.is_moved
    return not editor.command_line


def run_keys(editor: Editor, keys: list[str]) -> None:
    """Run keys from normal mode, within another command, and end what they leave unfinished."""
    outer, editor.keyboard = editor.keyboard, Keyboard()
    loop = KeyLoop(editor)
    try:
        editor.keyboard.play(keys)
        loop.drain()
        for _ in range(4):
            editor.keyboard.play(["<Esc>"])
            loop.drain()
    finally:
        loop.close()
        editor.keyboard = outer
