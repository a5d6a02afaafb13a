"""Blanks at the beginning of lines."""

from __future__ import annotations

from agent_tui.ui.vim.char_classes import indent_length
from agent_tui.ui.vim.options import VimOptions
from agent_tui.ui.vim.widths import measured


def indent_cells(line: str, tab: int) -> int:
    """The display columns of a line's indent."""
    return measured(line[: indent_length(line)], tab)


def same_indent(line: str, options: VimOptions) -> str:
    """As wide an indent, of tabs and spaces as the options say."""
    return indent_text(indent_cells(line, options.tabstop), options)


def indent_text(cells: int, options: VimOptions) -> str:
    """So many display columns, of tabs and spaces as the options say."""
    if options.expandtab:
        return " " * cells
    return "\t" * (cells // options.tabstop) + " " * (cells % options.tabstop)
