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
from agent_tui.ui.markdown.wrap import expanded
from agent_tui.ui.transcript.items.item import MARGIN, Item, estimated_rows
from agent_tui.ui.transcript.items.shown_links import shown_links


class Ending(StrEnum):
    """How a part ended; the value is what the reader is told."""

    WHOLE = ""
    INCOMPLETE = "not finished"
    SUPERSEDED = "connection lost, answering again"


class _Growth:
    """What only a growing answer has: deltas, where it may be cut, and its drawing so far. The
    drawing serves once more when the text is whole. finder: None from then on."""

    __slots__ = ("deltas", "drawing", "drawn_for", "finder")

    def __init__(self) -> None:
        self.deltas: list[str] = []  # not in the item's text yet
        self.finder: SectionFinder | None = SectionFinder()
        self.drawing: MarkdownRows | None = None
        self.drawn_for: tuple[int, Palette] | None = None


class AnswerItem(Item):
    """A text that is drawn as markdown. While it grows, its drawing grows with it."""

    __slots__ = ("_ending", "_growth", "_is_faded", "_text")

    needs_markdown = True

    def __init__(self, text: str = "", *, is_growing: bool = False) -> None:
        super().__init__()
        self._text = text
        self._ending = Ending.WHOLE
        self._is_faded = False
        self._growth = _Growth() if is_growing else None

    @property
    def is_superseded(self) -> bool:
        """A retry has put another text in its place."""
        return self._is_faded

    @property
    def is_growing(self) -> bool:
        """More text may come."""
        return self._growth is not None and self._growth.finder is not None

    def append(self, delta: str) -> str:
        """Add text. What is returned does not belong here: this item is finished, and a new one
        must take it."""
        growth = self._growth
        if growth is None or growth.finder is None:
            return delta
        cut = growth.finder.find(delta)
        text = delta if cut is None else delta[:cut]
        growth.deltas.append(text)
        if growth.drawing is not None:
            growth.drawing.append(text)
        if cut is None:
            return ""
        self._finish()
        return delta[cut:]

    def end(self, ending: Ending) -> None:
        """No more text will come."""
        self._finish()
        self._ending = ending
        if ending is Ending.SUPERSEDED:
            self.fade()

    def fade(self) -> None:
        """The text does not count any more; it stays readable."""
        self._is_faded = True
        if self._growth is not None:
            self._growth.drawing = None

    def estimate_rows(self, width: int) -> int:
        """See `Item`."""
        return estimated_rows(self.source(), width)

    def source(self) -> str:
        """The markdown, exactly as the model wrote it."""
        if self._growth is not None and self._growth.deltas:
            self._text += "".join(self._growth.deltas)
            self._growth.deltas.clear()
        return self._text

    def link_targets(self) -> Sequence[str]:
        """See `Item`. Before the parser is there it waits for it: the user has asked."""
        return shown_links(self._drawn_apart)

    def rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        """See `Item`. A finished item keeps no drawing, the layout keeps the rows."""
        if not is_warm():
            return self._cold_rows(width, palette)
        growth = self._growth
        drawing = growth.drawing if growth else None
        if growth is None or drawing is None or growth.drawn_for != (width, palette):
            ink = palette.faded() if self._is_faded else palette
            drawing = MarkdownRows(Frame(width, MARGIN), ink)
            drawing.append(self.source())
        if growth is not None and growth.finder is not None:
            growth.drawing, growth.drawn_for = drawing, (width, palette)
            return drawing.rows()
        self._growth = None
        return [*drawing.finish(), *self._label(width, palette)]

    def _drawn_apart(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        """All rows in a drawing of their own: the one that grows stays as it is."""
        drawing = MarkdownRows(Frame(width), palette)
        drawing.append(self.source())
        return drawing.finish()

    def _finish(self) -> None:
        self.source()  # takes up the last deltas
        if self._growth is not None:
            self._growth.finder = None
            # Without the parser the text stays as it came in: see `_cold_rows`.
            if self._growth.drawing is None and is_warm():
                self._growth = None

    def _cold_rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        """Until the parser is there: an answer that came in meanwhile as it came, a stored one as
        blank rows, which irritate less than a flash of raw markdown."""
        writer = RowWriter(Frame(width, MARGIN), palette.text)
        source = self.source()
        text = expanded(harmless(source)) if self._growth else "\n" * source.count("\n")
        writer.wrap([Segment(text, palette.text)])
        return writer.rows

    def _label(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        if not self._ending:
            return []
        writer = RowWriter(Frame(width, MARGIN), palette.text)
        writer.wrap([Segment(f"⋯ {self._ending}", palette.dim)])
        return writer.rows
