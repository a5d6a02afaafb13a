"""What the transcript asks of each of its items."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from textual.strip import Strip

from agent_tui.ui.markdown.palette import Palette

MARGIN = 2
"""Blank cells left of everything that is not a prompt."""


class Item(ABC):
    """One entry of the transcript. has_gap: a blank row stands above its own rows.

    Items know their content, not where they stand: the layout owns heights, rows and order. An item
    that changed must be reported to the layout.
    """

    __slots__ = ("has_gap",)

    needs_markdown = False
    """It is drawn in full only once the markdown parser is imported."""

    def __init__(self) -> None:
        self.has_gap = True

    @abstractmethod
    def estimate_rows(self, width: int) -> int:
        """A cheap guess, for the scroll bar, until the item is drawn for the first time."""

    @abstractmethod
    def rows(self, width: int, palette: Palette) -> Sequence[Strip]:
        """All rows, each `width` cells wide (wider only on screens too narrow for any text)."""


def estimated_rows(text: str, width: int) -> int:
    """Rows of wrapped text, without looking at its lines: two operations, whatever its length."""
    return 1 + text.count("\n") + len(text) // max(width - MARGIN - 1, 1)
