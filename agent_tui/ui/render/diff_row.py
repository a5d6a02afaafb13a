"""One row of a diff, which knows the text that it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.segment import Segment

from agent_tui.ui.markdown.row_writer import RowWriter
from agent_tui.ui.markdown.wrap import WrappedRow


class DiffRow(WrappedRow):
    """glue, lead, lead_cells, source: see `SourceRow`; lead is the line's sign."""

    __slots__ = ("lead", "lead_cells", "source")

    def __init__(
        self,
        segments: Iterable[Segment],
        *,
        glue: str = "\n",
        lead: str = "",
        lead_cells: int = 0,
        source: str | None = None,
    ) -> None:
        super().__init__(segments, glue)
        self.lead = lead
        self.lead_cells = lead_cells
        self.source = source


def write_diff(rows: Sequence[DiffRow], writer: RowWriter) -> None:
    """Add the rows; their numbers are decoration, copied as their signs."""
    for row in rows:
        writer.row(row)
        drawn = writer.rows[-1]
        drawn.glue, drawn.lead, drawn.source = row.glue, row.lead, row.source
        drawn.lead_cells += row.lead_cells
