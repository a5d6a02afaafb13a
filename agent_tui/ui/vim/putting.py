"""p, P and their kin: a register's text into the buffer."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from agent_tui.ui.vim.editor import MOST_CHARACTERS, Editor
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.operators.delete import is_empty_text
from agent_tui.ui.vim.registers import Content
from agent_tui.ui.vim.reindenting import reindented
from agent_tui.ui.vim.shapes import Shape
from agent_tui.ui.vim.widths import (
    at_display,
    char_cells,
    char_start,
    is_plain,
    measured,
    next_column,
    previous_column,
)


class Put(Struct, frozen=True):
    """How to put. is_after: behind the cursor. leaves_behind: the cursor goes behind the text.

    splits_line: lines go between the halves of the line. reindents: new lines get the indent of the
    cursor's. last_row: down to it, rows get the text, too, at the same display column.
    """

    content: Content
    count: int = 1
    is_after: bool = True
    leaves_behind: bool = False
    splits_line: bool = False
    reindents: bool = False
    last_row: int = -1


def put(editor: Editor, what: Put) -> None:
    """Refuses what would be too much."""
    editor.require_modifiable()
    if not what.content.lines:
        raise CommandFailed
    size = sum(map(len, what.content.lines)) + len(what.content.lines) - 1
    if max(1, size) * what.count > MOST_CHARACTERS:
        raise CommandFailed("The text would grow by more than 1000000 characters")
    begin_put(editor)
    _PUT[what.content.shape](editor, what)
    editor.forget_wanted()
    is_inserting = editor.mode.is_typing or editor.is_inserting_once
    if editor.column > 0 and not editor.char and not is_inserting:
        editor.column = previous_column(editor.line, editor.column)


def begin_put(editor: Editor) -> None:
    """As in Vim, "u" has something to take back below the cursor, whatever is put where."""
    editor.save(editor.row + 1, 0)


def nothing_to_put(editor: Editor) -> None:
    """The register is empty: an area is marked all the same."""
    begin_put(editor)
    editor.changed_between(editor.cursor, editor.cursor)


def _put_lines(editor: Editor, what: Put) -> None:
    row = editor.row
    is_after = what.is_after
    if what.splits_line:
        _split(editor, is_after)
        is_after = True
    if is_empty_text(editor):
        editor.save(0)
    else:
        editor.save(row + is_after, 0)
    first = row + int(is_after)
    lines = list(what.content.lines) * what.count
    if what.reindents:
        lines = reindented(editor, lines)
    editor.insert_lines(first, lines)
    last = len(lines) - 1
    end = (first + last, max(0, len(lines[last]) - 1))
    editor.changed_between((first, 0), end)
    if what.leaves_behind:
        editor.cursor = (min(first + len(lines), editor.line_count - 1), 0)
        return
    editor.row = first
    editor.to_first_nonblank()


def _split(editor: Editor, is_after: bool) -> None:
    """The line breaks at the cursor, or behind the character there."""
    editor.save(editor.row)
    line = editor.line
    column = next_column(line, editor.column) if is_after and editor.char else editor.column
    editor.insert_lines(editor.row + 1, [line[column:]])
    editor.replace(editor.row, column, len(line), "")


def _put_chars(editor: Editor, what: Put) -> None:
    row, column = editor.cursor
    lines = what.content.lines
    editor.save(row)
    if what.is_after and editor.char:
        column = next_column(editor.line, column)
    start = (row, column) if lines[0] else editor.cursor
    if len(lines) == 1:
        _put_in_line(editor, what, column)
        return
    old = editor.line
    seam = lines[-1] + lines[0]
    middle = [*lines[1:-1], seam] * (what.count - 1)
    new = [lines[0], *middle, *lines[1:-1], lines[-1] + old[column:]]
    below = reindented(editor, new[1:]) if what.reindents else new[1:]
    editor.insert_lines(row + 1, below)
    editor.replace(row, column, len(old), new[0])
    editor.marks.set(".", start)
    end_row = row + (len(lines) - 1) * what.count
    size = len(lines[-1])
    end = char_start(lines[-1], size - 1) if size > 1 else 0
    editor.changed_between(start, (end_row, end))
    editor.cursor = (end_row, size) if what.leaves_behind else start


def _put_in_line(editor: Editor, what: Put, column: int) -> None:
    row, text = editor.row, what.content.lines[0]
    if not text:
        editor.changed_between(editor.cursor, editor.cursor)
        return
    added = text * what.count
    tab = editor.options.tabstop
    cell = measured(editor.line[:column], tab)
    editor.replace(row, column, column, added)
    for other in range(row + 1, what.last_row + 1):
        line = editor.text.line(other)
        at, _ = at_display(line, cell, tab)
        if measured(line, tab) >= cell:
            editor.save(other)
            editor.replace(other, at, at, added)
    end = char_start(editor.line, column + len(added) - 1)
    editor.changed_between((row, column), (row, end))
    behind = what.leaves_behind or editor.is_inserting_once
    editor.cursor = (row, column + len(added) if behind else end)


def _put_block(editor: Editor, what: Put) -> None:
    row, lines = editor.row, what.content.lines
    tab = editor.options.tabstop
    editor.save(row, min(len(lines) + 1, editor.line_count - row))
    first, last = editor.span(editor.cursor)
    target = first
    if what.is_after and editor.char:
        target = last + 1
        editor.column = next_column(editor.line, editor.column)
    end = (row, 0)
    for offset, text in enumerate(lines):
        at = row + offset
        if at >= editor.line_count:
            editor.insert_lines(editor.line_count, [""])
        new, padding, end_column = _with_block(editor.text.line(at), text, target, what, tab)
        editor.set_line(at, new)
        if offset == 0:
            editor.column += padding
        end = (at, end_column)
    start = editor.cursor
    editor.changed(row, 0)
    editor.changed_between(start, end)
    if what.leaves_behind:
        editor.cursor = (end[0], min(end[1] + 1, len(editor.text.line(end[0]))))


def _with_block(line: str, text: str, target: int, what: Put, tab: int) -> tuple[str, int, int]:
    """A line with a piece of a block in it, the spaces before that, and the column of its end."""
    column = before = cell = size = 0
    if target and is_plain(line[: target + 1]):
        cell = column = min(target, len(line))
        before, size = max(0, column - 1), int(column > 0)
    while cell < target and column < len(line):
        size = char_cells(line, column, cell, tab)
        cell += size
        before, column = column, next_column(line, column)
    is_short = cell < target or (cell == target and column >= len(line))
    spaces_before = spaces_after = 0
    rest = column
    if cell < target:
        spaces_before = target - cell
    elif cell > target:
        spaces_after = cell - target
        spaces_before = size - spaces_after
        column = before
        if line[before] != "\t":  # only a tab can be split; other characters move behind the block
            rest = before
            spaces_after = 0
    cells = len(text) if is_plain(text) else sum(measured(char, tab) for char in text)
    fill = " " * max(0, what.content.width - cells)
    added = (text + fill) * (what.count - 1) + text + ("" if is_short else fill)
    added = " " * spaces_before + added + " " * spaces_after
    return line[:column] + added + line[rest:], spaces_before, max(0, column + len(added) - 1)


_PUT: dict[Shape, Callable[[Editor, Put], None]] = {
    Shape.CHARS: _put_chars,
    Shape.LINES: _put_lines,
    Shape.BLOCK: _put_block,
}
