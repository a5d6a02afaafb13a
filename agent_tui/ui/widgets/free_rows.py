"""How much room is left beside the widgets that take what they need."""

from __future__ import annotations

from textual.widget import Widget

_LEAST_TRANSCRIPT_ROWS = 1


def free_rows(widget: Widget, rows: int) -> int:
    """What is left of `rows` for a widget when its siblings have what they had at the last layout,
    and the one that takes the rest, the transcript, a row. The composer is among them, and must
    never be pushed out of the window."""
    siblings = widget.siblings if widget.parent is not None else []
    taken = sum(sibling.outer_size.height for sibling in siblings if _needs_rows(sibling))
    return max(rows - taken - _LEAST_TRANSCRIPT_ROWS, 0)


def _needs_rows(widget: Widget) -> bool:
    height = widget.styles.height
    return bool(widget.display) and not (height is not None and height.is_fraction)
