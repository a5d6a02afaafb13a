"""Rows on their way to the screen: margin, the prefixes of lists and quotes, padding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.markdown.wrap import WrappedRow, row_cells

_MIN_TEXT_CELLS = 8  # containers nested deeper than this leaves room for are not indented further


@dataclass(frozen=True, slots=True)
class Frame:
    """The area rows are drawn in, in cells. width: of the whole row; margin: blank on the left.
    One cell on the right stays free."""

    width: int
    margin: int = 0

    @property
    def text_width(self) -> int:
        """Cells for text; never less than 4, a narrower screen crops the row."""
        return max(self.width - self.margin - 1, 4)


class RowWriter:
    """Collects finished rows as strips padded to `frame.width` cells."""

    def __init__(self, frame: Frame, base: Style) -> None:
        self.rows: list[SourceRow] = []
        self._frame = frame
        self._base = base
        self._prefixes: list[Segment] = []
        self._leads: list[str] = []
        self._marker: list[Segment] | None = None
        self._marker_lead: list[str] | None = None
        self._gap: list[Segment] | None = None
        self._gap_lead = ""

    @property
    def width(self) -> int:
        """Cells left for text behind the prefixes."""
        return self._frame.text_width - row_cells(self._prefixes)

    def push(
        self,
        prefix: Segment,
        marker: Segment | None = None,
        *,
        lead: str = "",
        marker_lead: str | None = None,
    ) -> bool:
        """Start a container. False, and nothing is pushed, when its rows would get too narrow.

        prefix: in front of each row; marker: instead of it before the first row, equally wide.
        lead, marker_lead: what prefix and marker stand for in the source, see `SourceRow`.
        """
        if self.width - row_cells([prefix]) < _MIN_TEXT_CELLS:
            return False
        if marker is not None:
            self._marker = [*(self._marker or self._prefixes), marker]
            first = lead if marker_lead is None else marker_lead
            self._marker_lead = [*(self._marker_lead or self._leads), first]
        elif self._marker is not None and self._marker_lead is not None:
            self._marker.append(prefix)
            self._marker_lead.append(lead)
        self._prefixes.append(prefix)
        self._leads.append(lead)
        return True

    def pop(self) -> None:
        """End the innermost container; a container without rows still shows its marker."""
        if self._marker is not None:
            self.row([])
        self._prefixes.pop()
        self._leads.pop()

    def gap(self) -> None:
        """One blank row before the next row, inside the containers of this moment."""
        self._gap = list(self._prefixes)
        self._gap_lead = "".join(self._leads)

    def row(
        self, runs: Sequence[Segment], fill: Style | None = None, *, source: str | None = None
    ) -> None:
        """Add a row. fill: the style of the blanks behind the text, as far as text may reach.
        source: see `SourceRow`."""
        if self._gap is not None:
            gap, self._gap = self._gap, None
            self.rows.append(self._strip(gap, [], None, self._gap_lead.rstrip(" "), None))
        prefix, self._marker = self._marker or self._prefixes, None
        leads, self._marker_lead = self._marker_lead or self._leads, None
        self.rows.append(self._strip(prefix, runs, fill, "".join(leads), source))

    def _strip(
        self,
        prefix: Sequence[Segment],
        runs: Sequence[Segment],
        fill: Style | None,
        lead: str,
        source: str | None,
    ) -> SourceRow:
        margin = self._frame.margin
        segments = [Segment(" " * margin, self._base)] if margin else []
        segments += prefix
        lead_cells = row_cells(segments)
        segments += runs
        cells = lead_cells + row_cells(runs)
        if fill is not None and (room := margin + self._frame.text_width - cells) > 0:
            segments.append(Segment(" " * room, fill))
            cells += room
        if (pad := self._frame.width - cells) > 0:
            segments.append(Segment(" " * pad, self._base))
            cells += pad
        glue = runs.glue if isinstance(runs, WrappedRow) else "\n"
        return SourceRow(
            segments, cells, glue=glue, lead=lead, lead_cells=lead_cells, source=source
        )
