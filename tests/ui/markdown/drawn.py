"""Markdown drawn for a test: rows as text, rows as coloured runs."""

from __future__ import annotations

import random
from collections.abc import Iterable

from rich.style import Style

from agent_tui.ui.markdown.markdown_rows import MarkdownRows
from agent_tui.ui.markdown.palette import palette_from
from agent_tui.ui.markdown.row_writer import Frame
from agent_tui.ui.markdown.source_row import SourceRow

PALETTE = palette_from({}, dark=True)
DrawnRow = tuple["Runs", str, str, int, str | None]
Runs = tuple[tuple[str, Style | None], ...]


def lines(source: str, width: int = 40) -> list[str]:
    """The rows of a whole text, without the blanks at their ends."""
    return [strip.text.rstrip() for strip in _drawing([source], width).finish()]


def coloured(deltas: Iterable[str], width: int = 40) -> list[Runs]:
    """The rows of a text that arrives in deltas, looked at after each delta."""
    rows = _drawing(deltas, width).finish()
    return [tuple((text, style) for text, style, _ in strip) for strip in rows]


def copied(deltas: Iterable[str], width: int = 40) -> str:
    """What all rows of a text stand for in its source."""
    text = ""
    for row in _drawing(deltas, width).finish():
        if row.source == "":
            continue
        shown = row.crop(row.lead_cells).text.rstrip(" ") if row.source is None else row.source
        text += (row.glue if text else "") + (row.lead + shown if shown else row.lead.rstrip(" "))
    return text


def drawn_rows(deltas: Iterable[str], width: int = 40) -> list[DrawnRow]:
    """All that is to know about the rows of a text that arrives in deltas."""
    return [
        (tuple((text, style) for text, style, _ in row), *_told(row))
        for row in _drawing(deltas, width).finish()
    ]


def chunks(text: str, seed: int, most: int) -> list[str]:
    """`text` in deltas of at most so many characters."""
    dice = random.Random(seed)
    found, at = [], 0
    while at < len(text):
        size = dice.randint(1, most)
        found.append(text[at : at + size])
        at += size
    return found


def target_of(word: str, source: str) -> str | None:
    """Where a word of the text leads when somebody acts on it."""
    target: str | None = style_of(word, source).meta.get("link")
    return target


def _told(row: SourceRow) -> tuple[str, str, int, str | None]:
    return row.glue, row.lead, row.lead_cells, row.source


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
