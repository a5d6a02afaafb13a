"""One way for motions, text objects and selections: the area is found, then operated on."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.ui.vim.area import Area
from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor, Keys
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.operators.bounds import (
    area_again,
    area_of_motion,
    area_of_selection,
    forced_block,
)
from agent_tui.ui.vim.operators.case import change_case
from agent_tui.ui.vim.operators.change import change, insert_at_block
from agent_tui.ui.vim.operators.delete import delete
from agent_tui.ui.vim.operators.formatting import format_area
from agent_tui.ui.vim.operators.joining import join_area
from agent_tui.ui.vim.operators.numbers import add_to_area
from agent_tui.ui.vim.operators.replace import replace_area
from agent_tui.ui.vim.operators.shift import reindent, shift
from agent_tui.ui.vim.operators.yank import yank
from agent_tui.ui.vim.shapes import Shape

_RUN: dict[str, Callable[[Editor, Area], Keys[None] | None]] = {
    "d": delete,
    "y": yank,
    "c": change,
    "<": shift,
    ">": shift,
    "=": reindent,
    "g~": change_case,
    "gu": change_case,
    "gU": change_case,
    "g?": change_case,
    "gq": format_area,
    "gw": format_area,
    "J": join_area,
    "gJ": join_area,
    "r": replace_area,
    "I": insert_at_block,
    "A": insert_at_block,
    "<C-a>": add_to_area,
    "<C-x>": add_to_area,
    "g<C-a>": add_to_area,
    "g<C-x>": add_to_area,
}
DOUBLED = {
    **{key: (key,) for key in ("d", "y", "c", "<", ">", "=")},
    **{key: (key, key[1]) for key in ("g~", "gu", "gU", "gq", "gw")},
    "g?": ("g?", "?"),
}
"""Operators that wait for a motion, and the keys that in its place mean whole lines."""

_KEEP_COLUMN = ("d", "<", ">")
"""Operators that leave the cursor in its column with nostartofline."""


def run(editor: Editor, area: Area) -> Keys[None]:
    """Operate."""
    if area.key != "y":
        editor.require_modifiable()
    waiting = _RUN[area.key](editor, area)
    if waiting is not None:
        yield from waiting
    is_of_lines = area.shape is Shape.LINES and not area.end_was_adjusted
    if area.key in _KEEP_COLUMN and is_of_lines and not editor.options.startofline:
        editor.wanted = editor.wanted_before
        editor.to_display(editor.wanted)


def run_on_motion(editor: Editor, command: Command) -> Keys[None]:
    """The motion is done: operate on what it went over."""
    operator = command.operator
    assert operator is not None
    if operator.key != "y":
        _remember(editor, command)
    if operator.forced == "<C-v>":
        area = forced_block(editor, command)
    else:
        area = area_of_motion(editor, command)
    yield from run(editor, area)


def _remember(editor: Editor, command: Command) -> None:
    operator = command.operator
    assert operator is not None
    keys = [*operator.key, *([operator.forced] if operator.forced else [])]
    keys += _motion_keys(command)
    editor.last_change.begin(command.register, command.count, keys)


def _motion_keys(command: Command) -> list[str]:
    operator = command.operator
    is_doubled = operator is not None and command.key in DOUBLED[operator.key]
    if command.key in ("/", "?", ":") and not is_doubled:  # g?? is none to a match
        return [command.key, *command.pattern, "<CR>"]
    key = command.key
    keys = list(key) if not key.startswith("<") else [key]
    return [*keys, *([command.extra] if command.extra else [])]


def run_on_selection(editor: Editor, key: str, command: Command) -> Keys[None]:
    """Operate on what is selected, or was when the change was made that is repeated."""
    extent = editor.extent_again
    editor.extent_again = None
    if extent is not None:
        area = area_again(editor, key, command, extent)
    elif editor.visual is not None:
        area = area_of_selection(editor, key, command)
    else:
        raise CommandFailed
    yield from run(editor, area)
