"""A row of cells that knows the text it was drawn from, so that copying it brings no decoration."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from textual.strip import Strip


class SourceRow(Strip):
    """A finished row.

    glue: what stands in the source between the row above and this one: a newline, blanks where a
    line was wrapped, nothing where a word was split. lead_cells: so many cells on the left are
    decoration (margin, bars, bullets, line numbers), which stand for the text in `lead`; it is ""
    where the row continues the one above. source:
    the whole row's text where that is not what it shows; "" for rows that are decoration only, such
    as a table's rules: they are copied as nothing at all. None: it is what it shows.
    """

    __slots__ = ("glue", "lead", "lead_cells", "source")

    def __init__(
        self,
        segments: Iterable[Segment],
        cell_length: int | None = None,
        *,
        glue: str = "\n",
        lead: str = "",
        lead_cells: int = 0,
        source: str | None = None,
    ) -> None:
        super().__init__(segments, cell_length)
        self.glue = glue
        self.lead = lead
        self.lead_cells = lead_cells
        self.source = source
