"""Ctrl+T, Ctrl+D, 0 Ctrl+D and ^ Ctrl+D of insert and replace mode."""

from __future__ import annotations

from agent_tui.ui.vim.char_classes import indent_length
from agent_tui.ui.vim.indent import indent_cells, indent_text
from agent_tui.ui.vim.insert_session import InsertSession
from agent_tui.ui.vim.widths import at_display


def shift_indent(session: InsertSession, key: str) -> None:
    """One indent more or less, in steps of 'shiftwidth', or behind a 0 or ^, which goes, none at
    all. The cursor stays with its character."""
    editor = session.editor
    session.begin_change()
    session.record(key)
    goes_all = key == "<C-d>" and session.last_key in ("0", "^") and editor.column > 0
    if goes_all:
        session.delete_one()
        is_kept = session.last_key == "^"
        session.next_indent = indent_cells(editor.line, editor.options.tabstop) if is_kept else 0
    step, tab = editor.options.shift, editor.options.tabstop
    cells, old = indent_cells(editor.line, tab), indent_length(editor.line)
    steps, rest = divmod(cells, step)
    steps += 1 if key == "<C-t>" else -1 if not rest else 0
    wanted = 0 if goes_all else max(0, steps) * step
    new = indent_text(wanted, editor.options)
    before, cell = editor.column, editor.display_column()
    if editor.line[:old] != new:
        editor.replace(editor.row, 0, old, new)
    if before < old:
        _to_cell(session, max(0, wanted - (cells - cell)))
    else:
        editor.column = before + len(new) - old
    if session.replaces and before <= old:
        _keep_replaced(session, editor.column - before)
    row, start = session.start
    if row == editor.row and start:
        session.start = (row, max(0, start + len(new) - old) if before > old else 0)


def _to_cell(session: InsertSession, cell: int) -> None:
    """The cursor within the indent goes to a cell; where that is in a tab, spaces come before."""
    editor = session.editor
    column, at = at_display(editor.line, cell, editor.options.tabstop)
    if at < cell:
        editor.replace(editor.row, column, column, " " * (cell - at))
    editor.column = column + cell - at


def _keep_replaced(session: InsertSession, moved: int) -> None:
    """In replace mode blanks that came before the cursor stand for nothing."""
    if moved >= 0:
        session.replaced += [""] * moved
    else:
        del session.replaced[moved:]
