"""Cells of a row in another style."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from agent_tui.ui.transcript.selection.row_cells import RowCells


def marked_cells(strip: Strip, first: int, end: int, style: Style) -> Strip:
    """`strip` with `style` added to the cells from `first` up to `end`. Characters stay whole."""
    segments: list[Segment] = []
    start = 0
    for segment in strip:
        width = segment.cell_length
        low, high = max(first - start, 0), min(end - start, width)
        start += width
        if low >= high:
            segments.append(segment)
            continue
        cells = RowCells(Strip([segment]))
        low, high = cells.extent(low)[0], cells.extent(high - 1)[1]
        own = segment.style or Style.null()
        for text, look in (
            (cells.slice(0, low), own),
            (cells.slice(low, high), own + style),
            (cells.slice(high, width), own),
        ):
            if text:
                segments.append(Segment(text, look))
    return Strip(segments, strip.cell_length)
