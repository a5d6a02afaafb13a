"""g~, gu, gU, g? and ~."""

from __future__ import annotations

from agent_tui.ui.vim.area import Area
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.operators.block import slice_of
from agent_tui.ui.vim.shapes import Shape
from agent_tui.ui.vim.walk import Walk
from agent_tui.ui.vim.widths import last_column


def _upper(char: str) -> str:
    upper = char.upper()
    return upper if len(upper) == 1 or char == "ß" else char


def _lower(char: str) -> str:
    lower = char.lower()
    return lower if len(lower) == 1 else lower[0]


def _swapped(char: str) -> str:
    lower = _lower(char)
    if lower != char:
        return lower
    upper = _upper(char)
    return upper if len(upper) == 1 else char


def _rotated(char: str) -> str:
    if "a" <= char <= "z":
        return chr((ord(char) - 97 + 13) % 26 + 97)
    if "A" <= char <= "Z":
        return chr((ord(char) - 65 + 13) % 26 + 65)
    return char


_CHANGES = {"g~": _swapped, "~": _swapped, "gu": _lower, "gU": _upper, "g?": _rotated}


def converted(text: str, key: str) -> str:
    """The text with another case, or rotated by 13 letters."""
    return "".join(map(_CHANGES[key], text))


def change_case(editor: Editor, area: Area) -> None:
    """The letters of an area."""
    first, last = area.start[0], area.end[0]
    editor.save(first, max(1, last - first + 1))
    if area.shape is Shape.LINES:
        area.start = (first, 0)
        area.end = (last, last_column(editor.text.line(last)))
        area.is_inclusive = True
    elif area.shape is Shape.CHARS and not area.is_inclusive:
        area.end = _before(editor, area.end)
        last = area.end[0]
    has_changed = False
    for row in range(first, max(first, last) + 1):
        start, end = _columns(editor, area, row)
        old = editor.text.line(row)[start:end]
        new = converted(old, area.key)
        if new != old:
            editor.replace(row, start, end, new)
            has_changed = True
    if has_changed:
        editor.changed(area.start[0], 0 if area.is_block else area.start[1])
    editor.changed_between(area.start, area.end)
    editor.clamp_column()


def _before(editor: Editor, place: Position) -> Position:
    walk = Walk(editor.text, place)
    walk.back()
    return walk.place


def _columns(editor: Editor, area: Area, row: int) -> tuple[int, int]:
    line = editor.text.line(row)
    if area.shape is Shape.BLOCK:
        part = slice_of(line, area, editor.options.tabstop, is_deleting=False)
        return part.start, part.end
    # An empty area that begins a line ends, for Vim, in the line before, and the whole line counts.
    start = area.start[1] if row == area.start[0] else 0
    end = min(area.end[1] + 1, len(line)) if row == area.end[0] else len(line)
    return start, max(start, end)
