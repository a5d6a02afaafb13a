"""Ctrl+A and Ctrl+X."""

from __future__ import annotations

import re

from agent_tui.ui.vim.area import Area
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.operators.block import slice_of
from agent_tui.ui.vim.options import VimOptions
from agent_tui.ui.vim.shapes import Shape

_LIMIT = 2**64


def _formats(options: VimOptions) -> re.Pattern[str]:
    names = options.nrformats.split(",")
    parts = []
    if "hex" in names:
        parts.append(r"0[xX][0-9a-fA-F]+")
    if "bin" in names:
        parts.append(r"0[bB][01]+")
    parts.append(r"[0-9]+")
    if "alpha" in names:
        parts.append(r"[A-Za-z]")
    return re.compile("|".join(parts))


def number_in(
    line: str, column: int, options: VimOptions, *, end: int | None = None, is_area: bool = False
) -> tuple[int, int] | None:
    """Where the number is that stands at or behind a column; with its minus sign."""
    end = len(line) if end is None else end
    for match in _formats(options).finditer(line, column if is_area else 0, end):
        start, stop = match.span()
        if stop <= column:
            continue
        is_decimal = match.group().isdigit()
        if is_decimal and "unsigned" not in options.nrformats:
            before = line[max(0, start - 2) : start]
            if before.endswith("-") and (not is_area or start - 1 >= column):
                start -= 1
        return start, stop
    return None


def _added(text: str, delta: int, options: VimOptions) -> str:
    """The number that a text is, with `delta` added, in the same notation and width."""
    if text[-1:].isalpha() and len(text) == 1:
        first = "a" if text.islower() else "A"
        return chr(ord(first) + max(0, min(25, ord(text) - ord(first) + delta)))
    prefix = text[:2]
    if prefix.lower() in ("0x", "0b"):
        return _in_base(text, prefix, delta)
    digits = text.removeprefix("-")
    if "octal" in options.nrformats and re.fullmatch("0[0-7]+", digits):
        value = (int(digits, 8) + delta) % _LIMIT
        return "0" + format(value, "o").rjust(len(digits) - 1, "0")
    return _decimal(digits, text[0] == "-", delta)


def _decimal(digits: str, is_negative: bool, delta: int) -> str:
    old = min(int(digits), _LIMIT - 1)
    subtracts = (delta < 0) != is_negative
    value = (old - abs(delta) if subtracts else old + abs(delta)) % _LIMIT
    if subtracts and value > old:
        value, is_negative = (1 + (value ^ (_LIMIT - 1))) % _LIMIT, not is_negative
    elif not subtracts and value < old:
        value, is_negative = value ^ (_LIMIT - 1), not is_negative
    new = str(value)
    if len(digits) > 1 and digits[0] == "0":
        new = new.rjust(len(digits), "0")
    return f"-{new}" if is_negative and value else new


def _in_base(text: str, prefix: str, delta: int) -> str:
    base = 16 if prefix[1] in "xX" else 2
    digits = text[2:]
    value = (int(digits, base) + delta) % _LIMIT
    new = format(value, "x" if base == 16 else "b")
    letters = [char for char in digits if char.isalpha()]
    if base == 16 and letters and letters[-1].isupper():
        new = new.upper()
    return prefix + new.rjust(len(digits), "0")


def add(editor: Editor, delta: int) -> None:
    """To the number at or behind the cursor, which goes to its last digit."""
    line = editor.line
    editor.save(editor.row)  # even if there is no number: as in Vim, "u" then undoes nothing
    if not editor.char:
        return  # nothing to count with, but none of the failures that end a macro
    found = number_in(line, editor.column, editor.options)
    if found is None:
        raise CommandFailed
    start, end = found
    new = _added(line[start:end], delta, editor.options)
    editor.replace(editor.row, start, end, new)
    editor.column = start + len(new) - 1
    editor.changed(editor.row, 0)
    editor.changed_between((editor.row, start), (editor.row, editor.column))
    editor.forget_wanted()


def add_to_area(editor: Editor, area: Area) -> None:
    """To the first number in each line of a selection; with "g" more in each further one."""
    sign = 1 if area.key.endswith("<C-a>") else -1
    step = delta = sign * area.times
    first, last = area.start[0], area.end[0]
    editor.save(first, last - first + 1)
    changed: list[tuple[int, int]] = []
    for row in range(first, last + 1):
        line = editor.text.line(row)
        start, end = _columns(editor, area, row)
        found = number_in(line, start, editor.options, end=end, is_area=True)
        if found is None:
            continue
        new = _added(line[found[0] : found[1]], delta, editor.options)
        editor.replace(row, found[0], found[1], new)
        changed += [(row, found[0]), (row, found[0] + len(new) - 1)]
        if area.key.startswith("g"):
            delta += step
    editor.cursor = area.start if area.shape is not Shape.LINES else (first, 0)
    editor.clamp()
    if changed:
        editor.changed(first, 0)
        editor.changed_between(changed[0], changed[-1])


def _columns(editor: Editor, area: Area, row: int) -> tuple[int, int]:
    line = editor.text.line(row)
    if area.shape is Shape.BLOCK:
        part = slice_of(line, area, editor.options.tabstop, is_deleting=False)
        return part.start, part.end
    if area.shape is Shape.LINES:
        return 0, len(line)
    start = area.start[1] if row == area.start[0] else 0
    end = area.end[1] + int(area.is_inclusive) if row == area.end[0] else len(line)
    return start, min(end, len(line))
