"""Marks the matches in the rows in view."""

from __future__ import annotations

from collections.abc import Callable

from rich.style import Style
from textual.strip import Strip

from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.transcript.layout import PlacedRow
from agent_tui.ui.transcript.painted_rows import PaintedRows
from agent_tui.ui.transcript.search.shown_matches import ShownMatches
from agent_tui.ui.transcript.selection.marked_cells import marked_cells

_Marks = tuple[tuple[int, int, bool], ...]  # cells from, up to, is it the current match


class MatchOverlay:
    """Paints matches as bars of colour, the current one in another colour, bold and underlined, so
    that it is told apart without colours too.

    current: the item and the index of its match that is the current one.
    """

    def __init__(self, matches: ShownMatches, palette: Callable[[], Palette]) -> None:
        self._matches = matches
        self._palette = palette
        self._painted = PaintedRows()
        self.current: tuple[int, int] | None = None

    def paint(self, placed: PlacedRow, strip: Strip) -> Strip:
        """See `Overlay`."""
        marks: _Marks = tuple(
            (start, end, self.current == (placed.item, index))
            for start, end, index in self._matches.of(placed.item).at(placed.row)
        )
        if not marks:
            return strip
        palette = self._palette()
        return self._painted.painted(
            placed, strip, (palette, marks), lambda: _marked(strip, marks, palette)
        )


def _marked(strip: Strip, marks: _Marks, palette: Palette) -> Strip:
    # Turned around, a readable text colour is a readable background, also where colours are off.
    other = palette.dim + Style(reverse=True, dim=False, bold=False, underline=False)
    current = palette.warning + Style(reverse=True, bold=True, underline=True)
    for start, end, is_current in marks:
        strip = marked_cells(strip, start, end, current if is_current else other)
    return strip
