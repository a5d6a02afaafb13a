"""<, > and =."""

from __future__ import annotations

from agent_tui.ui.vim.area import Area
from agent_tui.ui.vim.char_classes import indent_length
from agent_tui.ui.vim.editor import MOST_CHARACTERS, Editor
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.indent import indent_cells, indent_text
from agent_tui.ui.vim.operators.block import Slice, slice_of
from agent_tui.ui.vim.widths import char_cells, measured, next_column


def shift(editor: Editor, area: Area) -> None:
    """< and >; the count of a selection is the number of shifts."""
    times = area.times if area.is_visual else 1
    first, last = area.start[0], area.end[0]
    amount = times * editor.options.shift
    if area.key == ">" and amount * area.line_count > MOST_CHARACTERS:
        raise CommandFailed("The text would grow by more than 1000000 characters")
    editor.save(first, last - first + 1)
    column = editor.column
    for row in range(first, last + 1):
        line = editor.text.line(row)
        if not line:
            continue
        if area.is_block:
            _shift_block(editor, area, row, amount)
        else:
            _shift_line(editor, row, line, amount if area.key == ">" else -amount)
    editor.row = first
    if area.is_block:
        editor.column = column
        editor.clamp_column()
    else:
        editor.to_line_start()
    end = max(0, len(editor.text.line(last)) - 1)
    editor.changed(first, 0)
    editor.changed_between(area.start, (last, end))


def _shift_line(editor: Editor, row: int, line: str, amount: int) -> None:
    cells = max(0, indent_cells(line, editor.options.tabstop) + amount)
    set_indent(editor, row, cells)


def set_indent(editor: Editor, row: int, cells: int) -> None:
    """A line's indent, in display columns."""
    line = editor.text.line(row)
    editor.replace(row, 0, indent_length(line), indent_text(cells, editor.options))


def _shift_block(editor: Editor, area: Area, row: int, amount: int) -> None:
    line = editor.text.line(row)
    part = slice_of(line, area, editor.options.tabstop, is_deleting=True)
    if part.is_short:
        return
    make = _shifted_right if area.key == ">" else _shifted_left
    editor.set_line(row, make(editor, line, part, area, amount))


def _shifted_right(editor: Editor, line: str, part: Slice, area: Area, amount: int) -> str:
    tab = editor.options.tabstop
    blank_cells, blank_count = part.blanks_before
    start_cell = part.start_cell - blank_cells
    text, is_cut = part.start, bool(part.spaces_before)
    if is_cut:
        if line[text : text + 1].isascii():
            text = next_column(line, text)
        else:
            start_cell, is_cut = 0, False
    end = text
    while end < len(line) and line[end] in " \t":
        end += 1
    total = amount + blank_cells + measured(line[text:end], tab, part.start_cell) - part.start_cell
    if editor.options.expandtab:
        blanks = " " * total
    else:
        tabs, spaces = divmod(start_cell % tab + total, tab)
        blanks = "\t" * tabs + " " * (spaces if tabs else total)
    return line[: part.start - (blank_count - int(is_cut))] + blanks + line[end:]


def _shifted_left(editor: Editor, line: str, part: Slice, area: Area, amount: int) -> str:
    tab = editor.options.tabstop
    text = part.start
    if part.spaces_before:
        text = next_column(line, text)
    cell = part.start_cell
    while text < len(line) and line[text] in " \t":
        cell += char_cells(line, text, cell, tab)
        text += 1
    target = cell - min(cell - area.first_cell, amount)
    kept, kept_cells = part.start, part.start_cell
    if part.spaces_before:
        kept_cells -= part.first_cells
    while kept_cells < target:
        size = char_cells(line, kept, kept_cells, tab)
        if kept_cells + size > target:
            break
        kept_cells += size
        kept = next_column(line, kept)
    return line[:kept] + " " * (target - kept_cells) + line[text:]


def reindent(editor: Editor, area: Area) -> None:
    """=: each line gets the indent of the last line above that is not blank."""
    first, last = area.start[0], area.end[0]
    editor.save(first, last - first + 1)
    cells = 0
    for row in range(first - 1, -1, -1):
        line = editor.text.line(row)
        if line.strip(" \t"):
            cells = indent_cells(line, editor.options.tabstop)
            break
    for row in range(first, last + 1):
        is_blank = not editor.text.line(row).strip(" \t")
        set_indent(editor, row, 0 if is_blank else cells)
    editor.row = first
    editor.to_line_start()
    editor.changed_between((first, 0), (last, 0))
