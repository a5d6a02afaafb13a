"""How a selection looks: its text on a band of its own, and the caret's cell reversed."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color, ColorParseError
from textual.strip import Strip

from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.markdown.theme_colours import ThemeColours
from agent_tui.ui.transcript.layout import Layout, PlacedRow
from agent_tui.ui.transcript.painted_rows import PaintedRows
from agent_tui.ui.transcript.selection.marked_cells import marked_cells
from agent_tui.ui.transcript.selection.place import Place, Span
from agent_tui.ui.transcript.selection.row_cells import RowCells

_REVERSED = Style(reverse=True)
_CARET_IN_REVERSED = Style(reverse=False, underline=True, bold=True)


class SelectionOverlay:
    """Marks what is copied, not the margins beside it. span, caret: None while there is none."""

    def __init__(self, layout: Layout) -> None:
        self.span: Span | None = None
        self.caret: Place | None = None
        self._layout = layout
        self._look, self._caret_look = _REVERSED, _CARET_IN_REVERSED
        self._painted = PaintedRows()

    @property
    def look(self) -> Style:
        """Of what is selected."""
        return self._look

    def take_colours(self, variables: Mapping[str, str], *, dark: bool) -> None:
        """Take the theme's colours."""
        self._look, self._caret_look = _looks(variables, dark=dark)
        self._painted = PaintedRows()

    def paint(self, placed: PlacedRow, strip: Strip) -> Strip:
        """See `Overlay`."""
        span, caret = self.span, self.caret
        cells = span.cells_in(placed.item, placed.row, self._layout.width) if span else None
        has_caret = caret is not None and caret[:2] == placed[:2]
        at = caret.cell if caret is not None and has_caret else None
        if at is None and (cells is None or self._is_gap(placed)):
            return strip
        return self._painted.painted(
            placed, strip, (cells, at), lambda: self._marked(placed.strip, strip, cells, at)
        )

    def _is_gap(self, placed: PlacedRow) -> bool:
        return placed.row == 0 and self._layout.item(placed.item).has_gap

    def _marked(
        self, row: SourceRow, strip: Strip, cells: tuple[int, int] | None, caret: int | None
    ) -> Strip:
        content = RowCells(row)
        if cells is not None:
            first = max(cells[0], _text_start(row, content))
            end = min(cells[1], max(content.end, row.lead_cells + 1))
            if first < end:
                strip = marked_cells(strip, first, end, self._look)
        if caret is not None:
            look = _REVERSED if cells is None else self._caret_look
            strip = marked_cells(strip, *content.extent(caret), look)
        return strip


def _text_start(row: SourceRow, cells: RowCells) -> int:
    """The first cell that stands for something: decoration that is copied as text counts."""
    if not row.lead.strip():
        return row.lead_cells
    lead = cells.slice(0, row.lead_cells)
    return cells.cell(len(lead) - len(lead.lstrip(" ")))


def _looks(variables: Mapping[str, str], *, dark: bool) -> tuple[Style, Style]:
    """Of what is selected, and of the caret in it."""
    theme = ThemeColours(variables, dark)
    front, back = theme.front.rich_color, theme.back.rich_color
    try:
        band = Color.parse(variables.get("screen-selection-background", "").split(" ")[0])
    except ColorParseError:
        band = theme.back
    # Where colours are the terminal's own, or none are wanted, only reversing is sure to be seen.
    if theme.is_ansi or band.ansi is not None or theme.back + band == theme.back:
        return Style(color=front, bgcolor=back) + _REVERSED, _CARET_IN_REVERSED
    return Style(color=front, bgcolor=(theme.back + band).rich_color), _REVERSED
