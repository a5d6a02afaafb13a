"""A text, keys, and what becomes of it. A "|" stands where the cursor is."""

from __future__ import annotations

from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.engine import VimEngine
from agent_tui.ui.vim.options import VimOptions
from agent_tui.ui.vim.text import Buffer

CURSOR = "|"


def opened(marked: str, options: VimOptions | None = None) -> tuple[VimEngine, Buffer]:
    """An engine with a text, and the text."""
    before, _, after = marked.partition(CURSOR)
    buffer = Buffer(before + after)
    engine = VimEngine(buffer, options=options)
    row = before.count("\n")
    engine.move_to((row, len(before) - (before.rfind("\n") + 1)))
    return engine, buffer


def shown(buffer: Buffer, cursor: Position) -> str:
    """The text with its cursor."""
    row, column = cursor
    lines = buffer.text.split("\n")
    lines[row] = lines[row][:column] + CURSOR + lines[row][column:]
    return "\n".join(lines)


def after(marked: str, keys: str, options: VimOptions | None = None) -> str:
    """The text with its cursor behind some keys."""
    engine, buffer = opened(marked, options)
    engine.feed_all(keys)
    return shown(buffer, engine.cursor)
