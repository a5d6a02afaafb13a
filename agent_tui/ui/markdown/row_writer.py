"""Rows on their way to the screen: margin, the prefixes of lists and quotes, padding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from agent_tui.ui.markdown.wrap import row_cells

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
        self.rows: list[Strip] = []
        self._frame = frame
        self._base = base
        self._prefixes: list[Segment] = []
        self._marker: list[Segment] | None = None
        self._gap: list[Segment] | None = None

    @property
    def width(self) -> int:
        """Cells left for text behind the prefixes."""
        return self._frame.text_width - row_cells(self._prefixes)

    def push(self, prefix: Segment, marker: Segment | None = None) -> bool:
        """Start a container. False, and nothing is pushed, when its rows would get too narrow.

        prefix: in front of each row; marker: instead of it before the first row, equally wide.
        """
        if self.width - row_cells([prefix]) < _MIN_TEXT_CELLS:
            return False
        if marker is not None:
            self._marker = [*(self._marker or self._prefixes), marker]
        elif self._marker is not None:
            self._marker.append(prefix)
        self._prefixes.append(prefix)
        return True

    def pop(self) -> None:
        """End the innermost container; a container without rows still shows its marker."""
        if self._marker is not None:
            self.row([])
        self._prefixes.pop()

    def gap(self) -> None:
        """One blank row before the next row, inside the containers of this moment."""
        self._gap = list(self._prefixes)

    def row(self, runs: Sequence[Segment], fill: Style | None = None) -> None:
        """Add a row. fill: the style of the blanks behind the text, as far as text may reach."""
        if self._gap is not None:
            gap, self._gap = self._gap, None
            self.rows.append(self._strip(gap, [], None))
        prefix, self._marker = self._marker or self._prefixes, None
        self.rows.append(self._strip(prefix, runs, fill))

    def _strip(
        self, prefix: Sequence[Segment], runs: Sequence[Segment], fill: Style | None
    ) -> Strip:
        margin = self._frame.margin
        segments = [Segment(" " * margin, self._base)] if margin else []
        segments += prefix
        segments += runs
        cells = row_cells(segments)
        if fill is not None and (room := margin + self._frame.text_width - cells) > 0:
            segments.append(Segment(" " * room, fill))
            cells += room
        if (pad := self._frame.width - cells) > 0:
            segments.append(Segment(" " * pad, self._base))
            cells += pad
        return Strip(segments, cells)
