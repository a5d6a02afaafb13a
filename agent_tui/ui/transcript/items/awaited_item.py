"""Stands above the topmost item while earlier ones are on their way."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.markdown.wrap import wrapped
from agent_tui.ui.transcript.items.item import MARGIN, Item

AWAITED_ROWS = 1

_TEXT = "loading earlier messages …"


class AwaitedItem(Item):
    """One quiet row, at any width. Nothing in it is worth copying."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__()
        self.has_gap = False

    def estimate_rows(self, width: int) -> int:
        """See `Item`."""
        return AWAITED_ROWS

    def rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        """See `Item`."""
        writer = RowWriter(Frame(width, MARGIN), palette.text)
        writer.row(wrapped([Segment(_TEXT, palette.dim)], writer.width)[0], source="")
        return writer.rows
