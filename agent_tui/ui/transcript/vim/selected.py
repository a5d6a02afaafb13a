"""What the engine selects, as the transcript selects it."""

from __future__ import annotations

from agent_tui.ui.transcript.layout import Layout
from agent_tui.ui.transcript.selection.place import Place
from agent_tui.ui.transcript.selection.selection import Selection
from agent_tui.ui.transcript.vim.reader import Reader
from agent_tui.ui.vim.mode import Mode


def selected(reader: Reader, layout: Layout) -> Selection | None:
    """A run of text or of whole lines; None for nothing, and for a block, which is no run."""
    selection, anchor, place = reader.engine.selection, reader.anchor, reader.place
    if selection is None or anchor is None or place is None:
        return None
    window = reader.window
    if selection.kind is Mode.VISUAL:
        return Selection(layout, window.cell_of(anchor), window.cell_of(place))
    if selection.kind is not Mode.VISUAL_LINE:
        return None
    first, last = sorted((anchor, place))
    return Selection(
        layout,
        Place(first.item, window.rows_of(first)[0], 0),
        Place(last.item, window.rows_of(last)[1], 0),
        is_linewise=True,
    )
