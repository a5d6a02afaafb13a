"""gq and gw: paragraphs are filled to a width."""

from __future__ import annotations

import re
from bisect import bisect_right

from msgspec import Struct

from agent_tui.ui.vim.area import Area
from agent_tui.ui.vim.char_classes import indent_length
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.indent import same_indent
from agent_tui.ui.vim.operators.joining import gap
from agent_tui.ui.vim.operators.leaders import goes_on, leader_below, leader_length
from agent_tui.ui.vim.paragraphs import starts_paragraph
from agent_tui.ui.vim.widths import measured

_WIDTH = 79
_WORD = re.compile(r"[^ \t]+")


class Filled(Struct):
    """A paragraph, filled, or a line between paragraphs. joined: for each line that it was made of,
    where it went when all of them were one, and the blanks that it lost. breaks: where the new
    lines begin in that one, and how much was put in front of each."""

    lines: list[str]
    joined: list[tuple[int, int]]
    breaks: list[tuple[int, int]]

    def place(self, row: int, column: int) -> Position:
        """Where a place of the old lines is now."""
        start, blanks = self.joined[row]
        at = max(0, start, start + column - blanks)
        line = bisect_right(self.breaks, at, key=lambda each: each[0]) - 1
        start, size = self.breaks[line]
        return line, at - start + size


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
    return not line[leader_length(line) :].strip(" \t") or starts_paragraph(line)


def filled(lines: list[str], editor: Editor) -> list[Filled]:
    """Paragraphs, each in lines of 'textwidth' cells. Between them are blank lines, or lines with
    another leader."""
    result: list[Filled] = []
    paragraph: list[str] = []
    for line in lines:
        is_border = _is_border(line)
        if paragraph and (is_border or not goes_on(paragraph[0], line)):
            result.append(_paragraph(paragraph, editor))
            paragraph = []
        if is_border:
            result.append(Filled([line], [(0, 0)], [(0, 0)]))
        else:
            paragraph.append(line)
    return [*result, _paragraph(paragraph, editor)] if paragraph else result


def _paragraph(lines: list[str], editor: Editor) -> Filled:
    blanks = indent_length(lines[0])
    indent = same_indent(lines[0], editor.options)
    parts = [indent + lines[0][blanks:]]
    joined = [(len(indent) - blanks, 0)]
    size = len(parts[0])
    end = parts[0][-2:]
    for full in lines[1:]:
        line = full[leader_length(full) :].lstrip(" \t")
        space = gap(end, line, is_first=False, is_doubled=editor.options.joinspaces)
        joined.append((size + len(space), len(full) - len(line)))
        parts += [space, line]
        size += len(space) + len(line)
        end = line[-2:]
    broken, breaks = _broken("".join(parts), editor)
    return Filled(broken, joined, breaks)


def _broken(text: str, editor: Editor) -> tuple[list[str], list[tuple[int, int]]]:
    """Lines as full as the width allows, and where they begin; a word that is too long has one of
    its own."""
    width = editor.options.textwidth or _WIDTH
    tab = editor.options.tabstop
    lines: list[str] = []
    breaks = [(0, 0)]
    leader = ""
    start = end = cells = 0  # of the line that is being filled; where its last word ends
    for word in _WORD.finditer(text, leader_length(text)):
        cells = measured(text[end : word.end()], tab, cells)
        if cells > width and end > start:
            lines.append(leader + text[start:end])
            leader = leader_below(lines[-1], editor.options)
            start = word.start()
            breaks.append((start, len(leader)))
            cells = measured(leader + word.group(), tab)
        end = word.end()
    return [*lines, leader + text[start:]], breaks
