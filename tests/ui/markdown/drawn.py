"""Markdown drawn for a test: rows as text, rows as coloured runs."""

from __future__ import annotations

from collections.abc import Iterable

from rich.style import Style

from agent_tui.ui.markdown.markdown_rows import MarkdownRows
from agent_tui.ui.markdown.palette import palette_from
from agent_tui.ui.markdown.row_writer import Frame

PALETTE = palette_from({}, dark=True)
Runs = tuple[tuple[str, Style | None], ...]


def lines(source: str, width: int = 40) -> list[str]:
    """The rows of a whole text, without the blanks at their ends."""
    return [strip.text.rstrip() for strip in _drawing([source], width).finish()]


def coloured(deltas: Iterable[str], width: int = 40) -> list[Runs]:
    """The rows of a text that arrives in deltas, looked at after each delta."""
    rows = _drawing(deltas, width).finish()
    return [tuple((text, style) for text, style, _ in strip) for strip in rows]


def style_of(word: str, source: str) -> Style:
    """The style that a word of the text is drawn in."""
    for row in coloured([source], 80):
        for text, style in row:
            if word in text and style is not None:
                return style
    raise AssertionError(f"{word} is not drawn")


def _drawing(deltas: Iterable[str], width: int) -> MarkdownRows:
    drawing = MarkdownRows(Frame(width + 1), PALETTE)  # one cell on the right stays free
    for delta in deltas:
        drawing.append(delta)
        assert drawing.row_count >= drawing.frozen_count
    return drawing
