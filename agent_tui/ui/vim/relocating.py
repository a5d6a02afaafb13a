"""The lines of a text that can only be read get other numbers."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.marks import Marks
from agent_tui.ui.vim.remembered import LastVisual

Moved = Callable[[Position], Position | None]
"""Where a place is now, None for one that is gone."""


def relocate_marks(marks: Marks, moved: Moved) -> None:
    """Let marks, jumps and the last selection be where their lines are; those of lines that are
    gone are gone."""
    places = {name: moved(place) for name, place in marks.places.items()}
    marks.places = {name: place for name, place in places.items() if place is not None}
    marks.jumps = _moved(marks.jumps, moved)
    marks.changes = _moved(marks.changes, moved)
    marks.jump_index, marks.change_index = len(marks.jumps), len(marks.changes)
    if (last := marks.visual) is not None:
        anchor, cursor = moved(last.anchor), moved(last.cursor)
        if anchor is None or cursor is None:
            marks.visual = None
        else:
            marks.visual = LastVisual(last.kind, anchor, cursor, last.wanted)


def _moved(places: list[Position], moved: Moved) -> list[Position]:
    return [new for place in places if (new := moved(place)) is not None]
