"""The commands of normal mode that are neither motions nor operators."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.ui.vim import changing, repeating, replacing, undoing, visual_commands
from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor, Keys
from agent_tui.ui.vim.effects import HostAction, HostCall
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.remembered import LastVisual

INVALID_MARK = "E19: Mark has invalid line number"


def _escape(editor: Editor, command: Command) -> None:
    """Nothing to leave: an error for the ear; macros go on."""
    if not editor.shown_keys[:-1]:
        editor.say("", is_error=True)


def set_mark(editor: Editor, command: Command) -> None:
    """m."""
    name, place = command.extra, editor.cursor
    if name in ("'", "`"):
        editor.jump_from_here()
    elif name in ("<", ">"):
        last = editor.last_visual
        if last is None:
            raise CommandFailed
        ends = [last.anchor, last.cursor]
        ends[name == ">"] = place
        editor.last_visual = LastVisual(last.kind, ends[0], ends[1], last.wanted)
    elif name in ("[", "]") or (len(name) == 1 and name.isascii() and name.isalpha()):
        editor.marks.set(name, place)
    else:
        raise CommandFailed


def _write_and_quit(editor: Editor, command: Command) -> None:
    """ZZ."""
    editor.call(HostCall(HostAction.WRITE))
    editor.call(HostCall(HostAction.QUIT))


def _quit(editor: Editor, command: Command) -> None:
    """ZQ."""
    editor.call(HostCall(HostAction.QUIT, is_forced=True))


def _older_jump(editor: Editor, command: Command) -> None:
    """Ctrl+O."""
    _jump(editor, -command.times)


def _newer_jump(editor: Editor, command: Command) -> None:
    """Ctrl+I, the Tab key."""
    _jump(editor, command.times)


def _jump(editor: Editor, steps: int) -> None:
    marks = editor.marks
    marks.forget_double_jumps()
    if not 0 <= marks.jump_index + steps < len(marks.jumps):
        raise CommandFailed
    if marks.jump_index == len(marks.jumps):
        editor.jump_from_here()
        marks.jump_index -= 1
        if marks.jump_index + steps < 0:
            raise CommandFailed
    marks.jump_index += steps
    place = marks.jumps[marks.jump_index]
    if place[0] >= editor.line_count:
        raise CommandFailed(INVALID_MARK)
    editor.cursor = place
    editor.clamp()
    editor.forget_wanted()


def _older_change(editor: Editor, command: Command) -> None:
    """g;."""
    _to_change(editor, -command.times)


def _newer_change(editor: Editor, command: Command) -> None:
    """g,."""
    _to_change(editor, command.times)


def _to_change(editor: Editor, steps: int) -> None:
    marks = editor.marks
    if not marks.changes:
        raise CommandFailed("E664: Changelist is empty")
    index = marks.change_index
    if index + steps < 0 and index == 0:
        raise CommandFailed("E662: At start of changelist")
    if index + steps >= len(marks.changes) and index == len(marks.changes) - 1:
        raise CommandFailed("E663: At end of changelist")
    marks.change_index = max(0, min(len(marks.changes) - 1, index + steps))
    place = marks.changes[marks.change_index]
    if place[0] >= editor.line_count:
        raise CommandFailed(INVALID_MARK)
    editor.cursor = place
    editor.clamp()
    editor.forget_wanted()


def _nothing(editor: Editor, command: Command) -> None:
    """Scrolling and redrawing are the host's."""


COMMANDS: dict[str, Callable[[Editor, Command], Keys[None] | None]] = {
    "<Esc>": _escape,
    "<C-c>": _nothing,
    "<C-l>": _nothing,
    "m": set_mark,
    "ZZ": _write_and_quit,
    "ZQ": _quit,
    "<C-o>": _older_jump,
    "\t": _newer_jump,
    "v": visual_commands.begin,
    "V": visual_commands.begin,
    "<C-v>": visual_commands.begin,
    "<C-q>": visual_commands.begin,
    "gv": visual_commands.select_again,
    "i": changing.start_insert,
    "a": changing.start_insert,
    "I": changing.start_insert,
    "A": changing.start_insert,
    "gi": changing.start_insert,
    "gI": changing.start_insert,
    "o": changing.open_line,
    "O": changing.open_line,
    "R": replacing.replace_mode,
    "r": replacing.replace_chars,
    "gr": replacing.replace_cells,
    "~": changing.swap_case,
    "J": changing.join_lines,
    "gJ": changing.join_lines,
    "p": changing.put_text,
    "P": changing.put_text,
    "gp": changing.put_text,
    "gP": changing.put_text,
    "]p": changing.put_text,
    "[p": changing.put_text,
    "[P": changing.put_text,
    "]P": changing.put_text,
    "g;": _older_change,
    "g,": _newer_change,
    "<C-a>": changing.add_to_number,
    "<C-x>": changing.add_to_number,
    "u": undoing.undo,
    "<C-r>": undoing.redo,
    "U": undoing.undo_line,
    ".": repeating.repeat_change,
    "q": repeating.record,
    "@": repeating.play,
    "&": repeating.repeat_substitution,
    "g&": repeating.repeat_substitution,
}
