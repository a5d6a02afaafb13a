"""What the model answered: markdown, or a section of it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from rich.segment import Segment

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown import is_warm
from agent_tui.ui.markdown.markdown_rows import MarkdownRows
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.section_finder import SectionFinder
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.markdown.wrap import expanded, wrapped
from agent_tui.ui.transcript.items.item import MARGIN, Item, estimated_rows


class Ending(StrEnum):
    """How a part ended; the value is what the reader is told."""

    WHOLE = ""
    INCOMPLETE = "not finished"
    SUPERSEDED = "connection lost, answering again"


class AnswerItem(Item):
    """A text that is drawn as markdown. While it grows, its drawing grows with it."""

    __slots__ = ("_drawing", "_drawn_for", "_ending", "_finder", "_is_faded", "_parts")

    needs_markdown = True

    def __init__(self, text: str = "", *, is_growing: bool = False) -> None:
        super().__init__()
        self._parts = [text]
        self._ending = Ending.WHOLE
        self._is_faded = False
        self._finder = SectionFinder() if is_growing else None
        self._drawing: MarkdownRows | None = None  # of the growing text
        self._drawn_for: tuple[int, Palette] | None = None

    @property
    def is_growing(self) -> bool:
        """More text may come."""
        return self._finder is not None

    def append(self, delta: str) -> str:
        """Add text. What is returned does not belong here: this item is finished, and a new one
        must take it."""
        if self._finder is None:
            return delta
        cut = self._finder.find(delta)
        text = delta if cut is None else delta[:cut]
        self._parts.append(text)
        if self._drawing is not None:
            self._drawing.append(text)
        if cut is None:
            return ""
        self._finder = None
        return delta[cut:]

    def end(self, ending: Ending) -> None:
        """No more text will come."""
        self._finder = None
        self._ending = ending
        if ending is Ending.SUPERSEDED:
            self.fade()

    def fade(self) -> None:
        """The text does not count any more; it stays readable."""
        self._is_faded = True
        self._drawing = None

    def estimate_rows(self, width: int) -> int:
        """See `Item`."""
        return estimated_rows(self._text(), width)

    def rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        """See `Item`. A finished item forgets its drawing, the layout keeps the rows."""
        if not is_warm():
            return self._cold_rows(width, palette)
        drawing = self._drawing
        if drawing is None or self._drawn_for != (width, palette):
            ink = palette.faded() if self._is_faded else palette
            drawing = MarkdownRows(Frame(width, MARGIN), ink)
            drawing.append(self._text())
        if self.is_growing:
            self._drawing, self._drawn_for = drawing, (width, palette)
            return drawing.rows()
        self._drawing = self._drawn_for = None
        return [*drawing.finish(), *self._label(width, palette)]

    def _cold_rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        """Until the parser is there: a growing answer as it comes, a whole one as blank rows, which
        irritate less than a flash of raw markdown."""
        writer = RowWriter(Frame(width, MARGIN), palette.text)
        text = (
            expanded(harmless(self._text())) if self.is_growing else "\n" * self._text().count("\n")
        )
        for row in wrapped([Segment(text, palette.text)], writer.width):
            writer.row(row)
        return writer.rows

    def _text(self) -> str:
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0]

    def _label(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        if not self._ending:
            return []
        writer = RowWriter(Frame(width, MARGIN), palette.text)
        for row in wrapped([Segment(f"⋯ {self._ending}", palette.dim)], writer.width):
            writer.row(row)
        return writer.rows
