"""Patterns in `:` lines: where they end, what an empty one stands for, and finding lines."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from agent_tui.ui.vim import patterns
from agent_tui.ui.vim.ex.editor import ExEditor
from agent_tui.ui.vim.ex.errors import ExError


def delimited(line: str, position: int, delimiter: str) -> tuple[str, int]:
    r"""What stands from `position` to the delimiter or the end, and where the rest begins.

    A delimiter behind a backslash, or inside a collection, does not end it; "\/" is "/".
    """
    start = position
    is_magic = True
    while position < len(line) and line[position] != delimiter:
        if line[position] == "[" and is_magic:
            position = _after_collection(line, position)
        elif line[position] == "\\":
            sign = line[position + 1 : position + 2]
            is_magic = sign in ("v", "m") or (is_magic and sign not in ("V", "M"))
            position += 2
        else:
            position += 1
    text = line[start:position]
    if delimiter in "/?":
        text = text.replace(f"\\{delimiter}", delimiter)
    return text, min(position + 1, len(line))


def pattern_of(text: str, editor: ExEditor) -> str:
    """The pattern that is meant: the last one for an empty text. It becomes the last one."""
    pattern = text or editor.last_search
    if not pattern:
        raise ExError("E35: No previous regular expression")
    editor.remember_search(pattern)
    return pattern


def compiled(
    pattern: str,
    editor: ExEditor,
    *,
    ignores_case: bool | None = None,
    tilde: str | None = None,
) -> patterns.VimPattern:
    """A pattern by the options; ignores_case overrules them. tilde: what "~" stands for, None for
    the last replacement. Raises `ExError`."""
    options = editor.options
    try:
        return patterns.compiled(
            pattern,
            ignore_case=options.ignorecase if ignores_case is None else ignores_case,
            smart_case=options.smartcase and ignores_case is None,
            tilde=editor.memory.tilde if tilde is None else tilde,
        )
    except patterns.PatternError as error:
        raise ExError(str(error)) from error


def matching_rows(regex: patterns.VimPattern, first: int, last: int, editor: ExEditor) -> list[int]:
    """The rows from `first` to `last` in which a match begins."""
    lines = [editor.line(row) for row in range(editor.line_count)]
    text = "\n".join(lines)
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    rows: list[int] = []
    row = first
    try:
        with patterns.time_limited():
            while row <= last and (match := regex.search(text, starts[row])):
                row = bisect_right(starts, match.start()) - 1
                if row <= last:
                    rows.append(row)
                row += 1
    except patterns.PatternError as error:
        raise ExError(str(error)) from error
    return rows


def next_row(pattern: str, row: int, editor: ExEditor, *, is_forward: bool) -> int:
    """The next row with a match, other than `row` unless it is the only one. Raises `ExError`."""
    rows = matching_rows(compiled(pattern, editor), 0, editor.line_count - 1, editor)
    ahead = [other for other in rows if (other > row if is_forward else other < row)]
    if ahead:
        return ahead[0] if is_forward else ahead[-1]
    if rows and editor.options.wrapscan:
        return rows[0] if is_forward else rows[-1]
    if rows:
        side = "BOTTOM" if is_forward else "TOP"
        number = 385 if is_forward else 384
        raise ExError(f"E{number}: Search hit {side} without match for: {pattern}")
    raise ExError(f"E486: Pattern not found: {pattern}")


def _after_collection(line: str, position: int) -> int:
    """Behind the "]" of a collection, or the line's end when nothing closes it, as in Vim."""
    end = position + 1
    if line[end : end + 1] == "^":
        end += 1
    if line[end : end + 1] == "]":
        end += 1
    while end < len(line) and line[end] != "]":
        end += 2 if line[end] == "\\" else 1
    return min(end + 1, len(line))
