"""Ctrl+K: two keys for a character that the keyboard has not."""

from __future__ import annotations

from agent_tui.ui.vim.editor import Keys
from agent_tui.ui.vim.keyboard import text_of


def digraph_char() -> Keys[str]:
    """Wait for both keys; what they stand for, "" when Esc came. A key such as Left stands for its
    name, and there is no second one then. A line break is one for r only, else a null character."""
    first = yield
    if first == "<Esc>":
        return ""
    text = text_of([first])
    if len(text) > 1:
        return first
    second = yield
    if second == "<Esc>":
        return ""
    other = text_of([second])
    return digraph(text, other) if len(other) == 1 else second


def digraph(first: str, second: str) -> str:
    """The character of two keys, in either order; the second one when they stand for none."""
    from agent_tui.ui.vim.digraph_table import digraphs  # long, and most never want it

    known = digraphs()
    found = known.get(first + second) or known.get(second + first)
    if found is None and first == " " and second < "\u0100":
        return chr(ord(second) | 0x80)
    return found or second
