"""Rows on their way to the screen: margin, the prefixes of lists and quotes, padding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.markdown.wrap import WrappedRow, row_cells, row_text, wrapped

_MIN_TEXT_CELLS = 8  # containers nested deeper than this leaves room for are not indented further
_NOTHING = Segment("")


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
    """Collects finished rows as strips padded to `frame.width` cells.

    glue: of the first row, where it continues a row above; see `SourceRow`.
    """

    def __init__(self, frame: Frame, base: Style, glue: str = "\n") -> None:
        self.rows: list[SourceRow] = []
        self._frame = frame
        self._base = base
        self._glue = glue
        self._prefixes: list[Segment] = []
        self._leads: list[str] = []
        self._marker: list[Segment] | None = None
        self._marker_lead: list[str] | None = None
        self._gap: list[Segment] | None = None
        self._gap_lead = ""
        self._gap_source: str | None = None

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
        if self._is_too_narrow(prefix):
            return False
        self.nest(prefix, marker, lead=lead, marker_lead=marker_lead)
        return True

    def nest(
        self,
        prefix: Segment,
        marker: Segment | None = None,
        *,
        lead: str = "",
        marker_lead: str | None = None,
    ) -> None:
        """`push`, but for the source the container always starts: where its rows would get too
        narrow, prefix and marker are not shown."""
        if self._is_too_narrow(prefix):
            prefix, marker = _NOTHING, None if marker is None else _NOTHING
        if marker is not None:
            self._marker = [*(self._marker or self._prefixes), marker]
            first = lead if marker_lead is None else marker_lead
            self._marker_lead = [*(self._marker_lead or self._leads), first]
        elif self._marker is not None and self._marker_lead is not None:
            self._marker.append(prefix)
            self._marker_lead.append(lead)
        self._prefixes.append(prefix)
        self._leads.append(lead)

    def pop(self) -> None:
        """End the innermost container; a container without rows still shows its marker."""
        if self._marker is not None:
            self.row([])
        self._prefixes.pop()
        self._leads.pop()

    def gap(self, *, source: str | None = None) -> None:
        """One blank row before the next row, inside the containers of this moment. source: "" where
        the source has no blank line there."""
        self._gap = list(self._prefixes)
        self._gap_lead = "".join(self._leads).rstrip(" ")
        self._gap_source = source

    def row(
        self,
        runs: Sequence[Segment],
        fill: Style | None = None,
        *,
        source: str | None = None,
        indent: Segment | None = None,
    ) -> None:
        """Add a row. fill: the style of the blanks behind the text, as far as text may reach.
        source: see `SourceRow`. indent: decoration in front of the text, of this row alone."""
        if self._gap is not None:
            gap, self._gap, self._glue = self._gap, None, "\n"
            self.rows.append(self._strip(gap, [], None, self._gap_lead, self._gap_source))
        prefix, self._marker = self._marker or self._prefixes, None
        leads, self._marker_lead = self._marker_lead or self._leads, None
        if indent is not None:
            prefix = [*prefix, indent]
        if source and "\n" in source:
            source = source.replace("\n", "\n" + "".join(self._leads))
        elif source is None and runs and runs[-1].text.endswith(" "):
            source = row_text(runs)  # else they would count as padding
        self.rows.append(self._strip(prefix, runs, fill, "".join(leads), source))

    def wrap(self, runs: Sequence[Segment], *, source: str | None = None) -> None:
        """Add text in as many rows as it takes. source: of each of them, see `SourceRow`."""
        for row in wrapped(runs, self.width):
            self.row(row, source=source)

    def _is_too_narrow(self, prefix: Segment) -> bool:
        return self.width - row_cells([prefix]) < _MIN_TEXT_CELLS

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
        segments += (piece for piece in prefix if piece.text)
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
        if glue == "\n":  # the first row may still be the rest of a row above
            glue, self._glue = self._glue, "\n"
        return SourceRow(
            segments,
            cells,
            glue=glue,
            lead=lead if glue == "\n" else "",
            lead_cells=lead_cells,
            source=source,
        )
