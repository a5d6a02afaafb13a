"""., q, @ and &."""

from __future__ import annotations

from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import MOST_CHARACTERS, Editor
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.keyboard import keys_of, text_of
from agent_tui.ui.vim.registers import Content, is_writable


def repeat_change(editor: Editor, command: Command) -> None:
    """.: the last change once more; a count takes the place of the one it had. Behind the Ctrl+O of
    an insertion it is the change before that."""
    is_in_insertion = editor.is_inserting_once and not editor.insertion.is_moved
    change = editor.last_change.former if is_in_insertion else editor.last_change.change
    if not change.keys:
        editor.has_failed_jump = False
        raise CommandFailed
    count, register = command.count or change.count, change.register
    if register.isdigit() and "1" <= register <= "8":
        register = str(int(register) + 1)
    if command.register:  # between them the count is of the register and of the change
        count, register = command.count**2 or change.count, register or command.register
    if len(change.keys) > MOST_CHARACTERS:
        raise CommandFailed
    editor.extent_again = change.extent
    keys = ['"', register] if register else []
    if count:
        keys += list(str(count))
    editor.keyboard.repeat_first(keys + change.keys)


def record(editor: Editor, command: Command) -> None:
    """q: begin to record into a register, or end."""
    keyboard = editor.keyboard
    if keyboard.recording:
        name = keyboard.recording
        keys = keyboard.recorded[:-1]
        keyboard.recording, keyboard.recorded = "", []
        content = Content(tuple(text_of(keys).split("\n")))
        editor.registers.set(name, content, is_unnamed=False)
    elif keyboard.is_in_macro:
        return
    elif command.extra != "_" and command.extra not in "-+*" and is_writable(command.extra):
        keyboard.recording, keyboard.recorded = command.extra, []
    else:
        raise CommandFailed


def play(editor: Editor, command: Command) -> None:
    """@: the keys in a register; @@ those of the last @, @: the last line."""
    name = command.extra
    if name == "@":
        name = editor.last_macro
        if not name:
            raise CommandFailed("E748: No previously used register")
    keys = _keys(editor, name)
    if len(keys) * command.times > 100_000:
        keys = keys * (100_000 // max(1, len(keys)))
    else:
        keys = keys * command.times
    editor.last_macro = name
    if not editor.keyboard.play(keys):
        raise CommandFailed("E132: The macro calls itself too often")


def _keys(editor: Editor, name: str) -> list[str]:
    if name == ":":
        if not editor.last_command:
            raise CommandFailed("E30: No previous command line")
        return [":", *editor.last_command, "<CR>"]
    content = editor.registers.get(name)
    if content is None:
        raise CommandFailed
    if name == ".":
        return list(editor.insertion.keys)
    return keys_of(content.text)


def repeat_substitution(editor: Editor, command: Command) -> None:
    """&: the last :s on this line, without its flags; g& on all lines, with its last pattern."""
    editor.require_modifiable()
    line = "s" if command.key == "&" else "%s//~/&"
    if command.key == "&" and command.count > 1:
        line = f".,.+{command.count - 1}s"
    editor.run_line(line)
