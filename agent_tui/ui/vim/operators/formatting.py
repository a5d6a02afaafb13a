"""gq and gw: paragraphs are filled to a width."""

from __future__ import annotations

import re
from bisect import bisect_right

from msgspec import Struct

from agent_tui.ui.vim.area import Area
from agent_tui.ui.vim.char_classes import indent_length
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.indent import indent_cells, indent_text
from agent_tui.ui.vim.operators.joining import gap
from agent_tui.ui.vim.paragraphs import starts_paragraph
from agent_tui.ui.vim.widths import measured

_WIDTH = 79
_WORD = re.compile(r"[^ \t]+")


class Filled(Struct):
    """A paragraph, filled, or a line between paragraphs. joined: for each line that it was made of,
    where it went when all of them were one, and the blanks that it lost. breaks: where the new
    lines begin in that one. indent: how many blanks stand in front of all of them but the first."""

    lines: list[str]
    joined: list[tuple[int, int]]
    breaks: list[int]
    indent: int = 0

    def place(self, row: int, column: int) -> Position:
        """Where a place of the old lines is now."""
        start, blanks = self.joined[row]
        at = max(0, start, start + column - blanks)
        line = bisect_right(self.breaks, at) - 1
        return line, at - self.breaks[line] + (self.indent if line else 0)


def format_area(editor: Editor, area: Area) -> None:
    """Fill each paragraph of the area; the cursor goes to the last line, with gw it stays."""
    first, last = area.start[0], area.end[0]
    editor.cursor = was_at = area.origin
    editor.save(first, last - first + 1)
    old = [editor.text.line(row) for row in range(first, last + 1)]
    parts = filled(old, editor)
    new = [line for part in parts for line in part.lines]
    _replace(editor, first, old, new)
    _move_marks(editor, first, parts)
    if new != old:
        _remember_change(editor, first, parts)
    editor.row = first + len(new) - 1
    if area.end_was_adjusted and editor.row + 1 < editor.line_count:
        editor.row += 1
    editor.to_first_nonblank()
    editor.changed_between(area.start, editor.cursor)
    if area.key == "gw":
        editor.cursor = was_at
        editor.clamp()


def _replace(editor: Editor, first: int, old: list[str], new: list[str]) -> None:
    common = min(len(old), len(new))
    for offset in range(common):
        if old[offset] != new[offset]:
            editor.set_line(first + offset, new[offset])
    if len(new) > common:
        editor.add_rows(first + common, new[common:])
        editor.changed(first + common, 0)
    elif len(old) > common:
        editor.remove_rows(first + common, len(old) - common)


def _move_marks(editor: Editor, first: int, parts: list[Filled]) -> None:
    """Marks stay with the characters that they were at."""
    rows: list[tuple[Filled, int, int]] = []  # the part of each old row, its row there, its new row
    row = first
    for part in parts:
        rows += [(part, number, row) for number in range(len(part.joined))]
        row += len(part.lines)
    more = row - first - len(rows)

    def moved(at: Position) -> Position:
        if at[0] < first:
            return at
        if at[0] >= first + len(rows):
            return at[0] + more, at[1]
        part, number, above = rows[at[0] - first]
        down, column = part.place(number, at[1])
        return above + down, column

    editor.marks.move(moved)


def _remember_change(editor: Editor, first: int, parts: list[Filled]) -> None:
    """The last change was in the last paragraph that did not stay as it was: where a line was drawn
    into the one above, or where the last one was broken."""
    row, place = first, (first, 0)
    for part in parts:
        if len(part.lines) > 1:
            place = (row + len(part.lines) - 2, len(part.lines[-2]))
        elif len(part.joined) > 1:
            place = (row + 1, 0)
        row += len(part.lines)
    editor.changed(*place)


def _is_border(line: str) -> bool:
    return not line.strip(" \t") or starts_paragraph(line)


def filled(lines: list[str], editor: Editor) -> list[Filled]:
    """Paragraphs, separated by blank lines, each in lines of 'textwidth' cells."""
    result: list[Filled] = []
    paragraph: list[str] = []
    for line in lines:
        if not _is_border(line):
            paragraph.append(line)
            continue
        if paragraph:
            result.append(_paragraph(paragraph, editor))
        paragraph = []
        result.append(Filled([line], [(0, 0)], [0]))
    return [*result, _paragraph(paragraph, editor)] if paragraph else result


def _paragraph(lines: list[str], editor: Editor) -> Filled:
    blanks = indent_length(lines[0])
    indent = indent_text(indent_cells(lines[0], editor.options.tabstop), editor.options)
    parts = [indent + lines[0][blanks:]]
    joined = [(len(indent) - blanks, 0)]
    size = len(parts[0])
    end = parts[0][-2:]
    for full in lines[1:]:
        line = full.lstrip(" \t")
        space = gap(end, line, is_first=False, is_doubled=editor.options.joinspaces)
        joined.append((size + len(space), len(full) - len(line)))
        parts += [space, line]
        size += len(space) + len(line)
        end = line[-2:]
    below = indent if editor.options.autoindent else ""
    broken, breaks = _broken("".join(parts), below, editor)
    return Filled(broken, joined, breaks, len(below))


def _broken(text: str, indent: str, editor: Editor) -> tuple[list[str], list[int]]:
    """Lines as full as the width allows, and where they begin; a word that is too long has one of
    its own."""
    width = editor.options.textwidth or _WIDTH
    tab = editor.options.tabstop
    lines: list[str] = []
    breaks = [0]
    start = end = cells = 0  # of the line that is being filled; where its last word ends
    for word in _WORD.finditer(text):
        cells = measured(text[end : word.end()], tab, cells)
        if cells > width and end > start:
            lines.append((indent if lines else "") + text[start:end])
            start = word.start()
            breaks.append(start)
            cells = measured(indent + word.group(), tab)
        end = word.end()
    return [*lines, (indent if lines else "") + text[start:]], breaks
