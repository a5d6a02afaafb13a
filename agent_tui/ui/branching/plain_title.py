"""The title row of a list that is not filtered now. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.render.cells import cells_of

_GAP = 3


def plain_title(title: str, helps: Sequence[str], width: int, dim: Style) -> list[Segment]:
    """The title, and at the right the longest help that fits."""
    room = width - cells_of(title) - _GAP - 3
    help_text = next((text for text in helps if cells_of(text) <= room), "")
    blank = " " * max(width - cells_of(title) - cells_of(help_text) - 3, 1)
    return [Segment(f"  {title}"), Segment(f"{blank}{help_text}", dim)]
