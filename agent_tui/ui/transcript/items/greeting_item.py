"""The first words of an empty session: where one is, and keys to begin with."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.transcript.items.item import MARGIN, Item, estimated_rows


class GreetingItem(Item):
    """A name, a place and hints. No markdown: loading its parser would hold up a first reply."""

    __slots__ = ("_hints", "_name", "_place")

    def __init__(self, name: str, place: str, hints: str) -> None:
        super().__init__()
        self._name, self._place, self._hints = harmless(name), harmless(place), harmless(hints)

    def estimate_rows(self, width: int) -> int:
        """See `Item`."""
        first = estimated_rows(f"{self._name}{self._place}", width)
        return first + 1 + estimated_rows(self._hints, width)

    def rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        """See `Item`."""
        writer = RowWriter(Frame(width, MARGIN), palette.text)
        first = [Segment(self._name, palette.subheading), Segment(self._place, palette.dim)]
        writer.wrap(first)
        writer.gap()
        writer.wrap([Segment(self._hints, palette.dim)])
        return writer.rows
