"""A text, keys, and what becomes of it. A "|" stands where the cursor is."""

from __future__ import annotations

from agent_tui.ui.vim.effects import Effects, Position
from agent_tui.ui.vim.engine import VimEngine
from agent_tui.ui.vim.keys import parsed
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


def feed_all(engine: VimEngine, keys: str) -> Effects:
    """Several keys in Vim's notation; the effects of all of them."""
    effects = [engine.feed(key) for key in parsed(keys)]
    return Effects(
        tuple(edit for each in effects for edit in each.edits),
        next((each.message for each in reversed(effects) if each.message), ""),
        any(each.is_error for each in effects),
        tuple(call for each in effects for call in each.calls),
    )


def after(marked: str, keys: str, options: VimOptions | None = None) -> str:
    """The text with its cursor behind some keys."""
    engine, buffer = opened(marked, options)
    feed_all(engine, keys)
    return shown(buffer, engine.cursor)
