"""The links in drawn rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from agent_tui.ui.markdown.link_targets import target_of
from agent_tui.ui.markdown.palette import Palette, palette_from
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.transcript.items.item import MOST_LINKS

_ANY_WIDTH = 80


def shown_links(draw: Callable[[int, Palette], Iterable[SourceRow]]) -> tuple[str, ...]:
    """Where the links lead that `draw` shows in a width and a palette, which do not matter: in
    order, each once, at most `MOST_LINKS`."""
    found: dict[str, None] = {}
    for row in draw(_ANY_WIDTH, palette_from({}, dark=True)):
        for segment in row:
            if target := target_of(segment.style):
                found[target] = None
        if len(found) >= MOST_LINKS:
            break
    return tuple(found)[:MOST_LINKS]
