"""i" a" and the same with ' and `."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.ui.vim.char_classes import is_white
from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.objects.selecting import select_chars
from agent_tui.ui.vim.visual_state import Visual
from agent_tui.ui.vim.widths import char_start


class _Selected(Struct):
    """What is selected in the line before the object is. is_forward: the cursor is at its end.

    is_inside: it is all that stands between two quotes. has_quote: a quote is selected.
    """

    is_empty: bool = True
    is_forward: bool = False
    first: int = 0
    last: int = 0
    is_inside: bool = False
    has_quote: bool = False


def select_quotes(editor: Editor, command: Command) -> None:
    """What stands between two quotes of a line; "a" with the quotes and blanks at one side."""
    line, quote = editor.line, command.extra
    selected = _selected(editor, quote)
    start, end = _quotes(line, editor.column, quote, selected)
    includes = command.key == "a"
    if includes:
        start, end = _with_blanks(line, start, end)
    inner = not includes and command.times < 2 and (selected.is_empty or not selected.is_inside)
    start += int(inner)
    takes_end = includes or command.times > 1 or (not selected.is_empty and selected.is_inside)
    if editor.visual is not None:
        _select(editor, editor.visual, quote, selected, (start, end + int(takes_end)))
        select_chars(editor)
    else:
        assert command.operator is not None
        command.operator.start = (editor.row, start)
        editor.column = end + int(takes_end)
        command.is_inclusive = takes_end and editor.column >= len(line)
    editor.forget_wanted()


def _selected(editor: Editor, quote: str) -> _Selected:
    visual = editor.visual
    if visual is None or visual.anchor == editor.cursor:
        return _Selected(first=editor.column, last=editor.column)
    if visual.anchor[0] != editor.row:
        raise CommandFailed
    line = editor.line
    first, last = sorted((visual.anchor[1], editor.column))
    return _Selected(
        False,
        visual.anchor < editor.cursor,
        first,
        last,
        first > 0 and line[first - 1] == quote and line[last + 1 : last + 2] == quote,
        quote in line[first : last + 1],
    )


def _quotes(line: str, column: int, quote: str, selected: _Selected) -> tuple[int, int]:
    """The columns of the two quotes."""
    on_quote = line[column : column + 1] == quote
    if on_quote and not selected.is_empty:
        return _next_pair(line, column, quote, selected.is_forward)
    if on_quote or not selected.is_empty:
        first = column
        if not selected.is_empty:
            first = (
                _next(line, column, quote) if selected.is_forward else _before(line, column, quote)
            )
        return _pair_around(line, first, quote)
    start = _before(line, column, quote, escape="\\")
    if line[start : start + 1] != quote:
        start = _needed(_next(line, start, quote))
    return start, _needed(_next(line, start + 1, quote, escape="\\"))


def _needed(column: int) -> int:
    if column < 0:
        raise CommandFailed
    return column


def _next_pair(line: str, column: int, quote: str, is_forward: bool) -> tuple[int, int]:
    """The quoted text behind, or before, a quote that is selected already."""
    if is_forward:
        start = _needed(_next(line, column + 1, quote))
        end = _next(line, start + 1, quote, escape="\\")
        return (start, end) if end >= 0 else (column, start)
    end = _before(line, column, quote)
    if line[end] != quote:
        raise CommandFailed
    start = _before(line, end, quote, escape="\\")
    return (start, end) if line[start] == quote else (end, column)


def _pair_around(line: str, column: int, quote: str) -> tuple[int, int]:
    """Pairs are counted from the line's beginning; the one that holds the column."""
    start = 0
    while True:
        start = _needed(_next(line, start, quote))
        if start > column:
            raise CommandFailed
        end = _needed(_next(line, start + 1, quote, escape="\\"))
        if start <= column <= end:
            return start, end
        start = end + 1


def _next(line: str, column: int, quote: str, escape: str = "") -> int:
    """The next quote at or behind a column, -1 for none."""
    while column < len(line):
        if escape and line[column] == escape:
            column += 1
        elif line[column] == quote:
            return column
        column += 1
    return -1


def _before(line: str, column: int, quote: str, escape: str = "") -> int:
    """The next quote before a column, else the line's beginning."""
    while column > 0:
        column = char_start(line, column - 1)
        before = line[:column]
        escapes = len(before) - len(before.rstrip(escape)) if escape else 0
        if escapes % 2:
            column -= escapes
        elif line[column : column + 1] == quote:
            break
    return column


def _with_blanks(line: str, start: int, end: int) -> tuple[int, int]:
    if is_white(line[end + 1 : end + 2]):
        while is_white(line[end + 1 : end + 2]):
            end += 1
    else:
        while start > 0 and is_white(line[start - 1]):
            start -= 1
    return start, end


def _select(
    editor: Editor, visual: Visual, quote: str, selected: _Selected, area: tuple[int, int]
) -> None:
    """area: the columns, the last one exclusive."""
    line, row = editor.line, editor.row
    anchor = visual.anchor[1]
    start, end = area
    grows = not selected.has_quote and not _is_beside(line, anchor, quote, selected.is_forward)
    if selected.is_empty or (
        selected.is_forward and not selected.has_quote and (selected.is_inside or grows)
    ):
        visual.anchor = (row, start)
    if selected.is_empty or selected.is_forward:
        editor.column = char_start(line, max(0, end - 1))
        return
    if selected.is_inside or grows:
        visual.anchor = (row, char_start(line, max(0, end - 1)))
    editor.column = start


def _is_beside(line: str, column: int, quote: str, is_forward: bool) -> bool:
    """The selection's fixed end is a quote or next to one."""
    if line[column : column + 1] == quote:
        return True
    if is_forward:
        return column > 0 and line[column - 1] == quote
    return column < len(line) and line[column + 1 : column + 2] == quote
