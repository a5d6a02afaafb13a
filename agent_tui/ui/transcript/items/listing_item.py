"""A list that the user asked for, in columns as far as they fit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.markdown.wrap import Row, row_cells, wrapped
from agent_tui.ui.render.cells import cells_of
from agent_tui.ui.render.fenced import fenced
from agent_tui.ui.render.listing import Listing
from agent_tui.ui.transcript.items.item import MARGIN, Item, estimated_rows

_GAP = 2
_LEAST_WIDE = 24  # cells; with less room the wide cell stands below the others


class ListingItem(Item):
    """Rows in columns; nothing is cut, what is too long is wrapped in its column."""

    __slots__ = ("_listing",)

    def __init__(self, listing: Listing) -> None:
        super().__init__()
        self._listing = listing

    def estimate_rows(self, width: int) -> int:
        """See `Item`."""
        wide = self._listing.wide
        room = max(width // 2, 1)
        rows = sum(1 + len(row[wide]) // room for row in self._listing.rows)
        return 1 + rows + estimated_rows(self._listing.footer, width)

    def source(self) -> str:
        """Title, the columns as aligned text, and what stands below them."""
        listing = self._listing
        table = [listing.columns, *listing.rows] if listing.columns else listing.rows
        widths = [max(map(cells_of, column)) for column in zip(*table, strict=True)]
        lines = [_aligned(cells, widths) for cells in table]
        columns = fenced("\n".join(lines)) if lines else ""
        return "\n\n".join(part for part in (listing.title, columns, listing.footer) if part)

    def rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        """See `Item`."""
        listing = self._listing
        writer = RowWriter(Frame(width, MARGIN), palette.text)
        writer.push(Segment("▌ ", palette.info))
        _write(listing.title, palette.info + palette.strong, writer)
        widths = _widths(listing, writer.width)
        if widths and listing.columns:
            _write_columns(listing.columns, widths, [palette.dim] * len(widths), writer)
        styles = [palette.dim] * len(listing.columns or (listing.rows or ((),))[0])
        if styles:
            styles[listing.wide] = palette.text
        for cells in listing.rows:
            if widths:
                _write_columns(cells, widths, styles, writer)
            else:
                _write_stacked(cells, listing.wide, palette, writer)
        if listing.footer:
            _write(listing.footer, palette.dim, writer)
        return writer.rows


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell + " " * (width - cells_of(cell)) for cell, width in zip(cells, widths, strict=True)
    )
    return (" " * _GAP).join(padded).rstrip()


def _widths(listing: Listing, room: int) -> tuple[int, ...]:
    """Cells of each column; () when columns would leave too little for the wide one."""
    table = [listing.columns, *listing.rows] if listing.columns else listing.rows
    widths = [max(map(cells_of, column)) for column in zip(*table, strict=True)]
    if not widths:
        return ()
    others = sum(widths) - widths[listing.wide] + _GAP * (len(widths) - 1)
    left = room - others
    if left < min(widths[listing.wide], _LEAST_WIDE):
        return ()
    widths[listing.wide] = min(widths[listing.wide], left)
    return tuple(widths)


def _write_columns(
    cells: Sequence[str], widths: Sequence[int], styles: Sequence[Style], writer: RowWriter
) -> None:
    columns = [
        wrapped([Segment(cell, style)], width)
        for cell, width, style in zip(cells, widths, styles, strict=True)
    ]
    for parts in zip_longest(*columns, fillvalue=[]):
        row: Row = []
        for place, (part, width) in enumerate(zip(parts, widths, strict=True)):
            row.extend(part)
            blanks = width - row_cells(part) + _GAP
            if place < len(widths) - 1:
                row.append(Segment(" " * blanks, styles[place]))
        writer.row(row)


def _write_stacked(cells: Sequence[str], wide: int, palette: Palette, writer: RowWriter) -> None:
    others = "  ".join(cell for place, cell in enumerate(cells) if place != wide and cell)
    if others:
        _write(others, palette.dim, writer)
    is_pushed = writer.push(Segment("  ", palette.text))
    _write(cells[wide], palette.text, writer)
    if is_pushed:
        writer.pop()


def _write(text: str, style: Style, writer: RowWriter) -> None:
    writer.wrap([Segment(text, style)])
