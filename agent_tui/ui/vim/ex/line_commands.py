"""Commands that move, copy and change whole lines."""

from __future__ import annotations

import re

from agent_tui.ui.vim.ex.command import ExCommand
from agent_tui.ui.vim.ex.editor import ExEditor
from agent_tui.ui.vim.ex.errors import INVALID_RANGE, TRAILING, ExError
from agent_tui.ui.vim.ex.ranges import address_at
from agent_tui.ui.vim.operators.joining import gap
from agent_tui.ui.vim.widths import at_display, column_of

_REGISTER_AND_COUNT = re.compile(r"([a-zA-Z\"*+_\-.:/%#](?![a-zA-Z]))?\s*(\d*)(.*)", re.DOTALL)
_MOST_SILENT = 2


def go_to(command: ExCommand, editor: ExEditor) -> str:
    """A range alone: go to its last line."""
    if command.last < -1:
        raise ExError(INVALID_RANGE)
    to_line_start(min(max(command.last, 0), editor.line_count - 1), editor)
    return ""


def delete(command: ExCommand, editor: ExEditor) -> str:
    """`:d [x] [count]`."""
    register, first, last = _register_and_rows(command, editor)
    editor.delete_lines(first, last, register)
    to_first_word(min(first, editor.line_count - 1), editor)
    return _told(last - first + 1, "fewer lines")


def yank(command: ExCommand, editor: ExEditor) -> str:
    """`:y [x] [count]`."""
    register, first, last = _register_and_rows(command, editor)
    editor.yank_lines(first, last, register)
    return _told(last - first + 1, "lines yanked")


def put(command: ExCommand, editor: ExEditor) -> str:
    """`:pu [x]`, and `:pu!` above."""
    match = _REGISTER_AND_COUNT.fullmatch(command.argument)
    if match is None or match[2] or match[3].strip():
        raise ExError(TRAILING.format(command.argument))
    register = match[1] or ""
    editor.place_cursor((max(command.last, 0), editor.cursor[1]))
    text = editor.register_text(register)
    if text is None:
        raise ExError(f"E353: Nothing in register {register or chr(34)}")
    row = command.last + (0 if command.has_bang and command.last >= 0 else 1)
    lines = text.removesuffix("\n").split("\n")
    insert_lines(row, lines, editor)
    editor.set_mark("]", (row + len(lines) - 1, max(0, len(lines[-1]) - 1)))
    to_first_word(row + len(lines) - 1, editor)
    return _told(len(lines), "more lines")


def move(command: ExCommand, editor: ExEditor) -> str:
    """`:m {address}`."""
    first, last = max(command.first, 0), max(command.last, 0)
    target = _target(command, editor)
    if first <= target < last:
        raise ExError("E134: Cannot move a range of lines into itself")
    count = last - first + 1
    editor.forget_line_undo()
    if target in (first - 1, last):
        to_line_start(last, editor)
        return ""
    lines = [editor.line(row) for row in range(first, last + 1)]
    marks = editor.marks()
    marked = {name: place for name, place in marks.items() if first <= place[0] <= last}
    insert_lines(target + 1, lines, editor)
    if target > last:
        remove_lines(first, last, editor)
        start = target - count + 1
    else:
        remove_lines(first + count, last + count, editor)
        start = target + 1
    for name in marked.keys() - {"[", "]"}:  # they go with their lines
        editor.set_mark(name, (marked[name][0] - first + start, marked[name][1]))
    editor.set_mark(".", (min(first, start), 0))
    to_line_start(start + count - 1, editor)
    return _told(count, "lines moved")


def copy(command: ExCommand, editor: ExEditor) -> str:
    """`:t {address}`, also `:co`."""
    target = _target(command, editor)
    rows = range(max(command.first, 0), max(command.last, 0) + 1)
    editor.forget_line_undo()
    insert_lines(target + 1, [editor.line(row) for row in rows], editor)
    to_line_start(target + len(rows), editor)
    return _told(len(rows), "more lines")


def join(command: ExCommand, editor: ExEditor) -> str:
    """`:j [count]`, and `:j!` without a blank between."""
    first, last = _counted(command, command.argument, editor)
    if first == last:
        last += 1
        if command.addresses >= 2 or last == editor.line_count:
            column = editor.cursor[1]
            editor.place_cursor((first, column if column <= len(editor.line(first)) else 0))
            return ""
    before = len(editor.line(first))
    ending = editor.line(first)[-2:]
    for _ in range(last - first):
        upper, lower = editor.line(first), editor.line(first + 1)
        kept = lower if command.has_bang else lower.lstrip(" \t")
        is_doubled = editor.options.joinspaces
        space = (
            "" if command.has_bang else gap(ending, kept, is_first=not upper, is_doubled=is_doubled)
        )
        here = (first, len(upper)), (first + 1, len(lower) - len(kept))
        editor.replace(*here, space, undo_to=(first, editor.cursor[1]), joins=True)
        ending = kept[-2:]
    editor.set_mark("[", (first, before))
    editor.set_mark("]", (first, len(editor.line(first))))
    to_first_word(first, editor)
    return ""


def shift(command: ExCommand, editor: ExEditor) -> str:
    """`:>` and `:<`, with more of them for more, and a count of lines."""
    rest = command.argument.lstrip(command.name)
    times = 1 + len(command.argument) - len(rest)
    first, last = _counted(command, rest.strip(), editor)
    editor.shift_lines(first, last, times if command.name == ">" else -times)
    to_first_word(last, editor)
    lines = last - first + 1
    if lines <= _MOST_SILENT:
        return ""
    return f"{lines} lines {command.name}ed {times} time{'' if times == 1 else 's'}"


def to_first_word(row: int, editor: ExEditor) -> None:
    """Put the cursor on a line's first character that is no blank."""
    line = editor.line(row)
    editor.place_cursor((row, len(line) - len(line.lstrip(" \t"))), is_jump=False)


def to_line_start(row: int, editor: ExEditor) -> None:
    """The same, or with nostartofline the cursor's own display column."""
    if editor.options.startofline:
        to_first_word(row, editor)
        return
    tab = editor.options.tabstop
    wanted = column_of(editor.line(editor.cursor[0]), editor.cursor[1], tab)
    editor.place_cursor((row, at_display(editor.line(row), wanted, tab)[0]))


def insert_lines(row: int, lines: list[str], editor: ExEditor) -> None:
    """Put lines above `row`, or below the last one."""
    text = "\n".join(lines)
    if row < editor.line_count:
        editor.replace((row, 0), (row, 0), text + "\n", undo_to=editor.cursor)
    else:
        end = (editor.line_count - 1, len(editor.line(editor.line_count - 1)))
        editor.replace(end, end, "\n" + text, undo_to=editor.cursor)
    editor.set_mark(".", (row, 0))
    editor.set_mark("[", (row, 0))
    editor.set_mark("]", (row + len(lines) - 1, 0))


def remove_lines(first: int, last: int, editor: ExEditor) -> None:
    """Take whole lines out, into no register."""
    if last + 1 < editor.line_count:
        editor.replace((first, 0), (last + 1, 0), "", undo_to=editor.cursor)
    elif first:
        start = (first - 1, len(editor.line(first - 1)))
        editor.replace(start, (last, len(editor.line(last))), "", undo_to=editor.cursor)
    else:
        editor.replace((0, 0), (last, len(editor.line(last))), "")


def _target(command: ExCommand, editor: ExEditor) -> int:
    row, end = address_at(command.argument, 0, editor.cursor[0], editor)
    if row is None or not -1 <= row < editor.line_count:
        raise ExError(INVALID_RANGE)
    if command.argument[end:].strip():
        raise ExError(TRAILING.format(command.argument[end:].strip()))
    return row


def _register_and_rows(command: ExCommand, editor: ExEditor) -> tuple[str, int, int]:
    match = _REGISTER_AND_COUNT.fullmatch(command.argument)
    if match is None or match[3].strip():
        raise ExError(TRAILING.format(match[3].strip() if match else command.argument))
    return match[1] or "", *_counted(command, match[2], editor)


def _counted(command: ExCommand, count: str, editor: ExEditor) -> tuple[int, int]:
    """The rows that are meant when a count may follow: so many from the end of the range on."""
    first, last = max(command.first, 0), max(command.last, 0)
    if not count:
        return first, last
    if not count.isdecimal():
        raise ExError(TRAILING.format(count))
    lines = min(int(count), editor.line_count)
    if not lines:
        raise ExError("E939: Positive count required")
    return last, min(last + lines - 1, editor.line_count - 1)


def _told(count: int, what: str) -> str:
    return f"{count} {what}" if count > _MOST_SILENT else ""
