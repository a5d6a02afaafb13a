"""What the transcript asks of each of its items."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.source_row import SourceRow

MARGIN = 2
"""Blank cells left of everything that is not a prompt."""
MOST_LINKS = 40
"""Links that an item offers; nobody steps through more."""


class Item(ABC):
    """One entry of the transcript. has_gap: a blank row stands above its own rows. message_id: of
    the prompt or answer that it shows, or of that part of it; "" for all else.

    Items know their content, not where they stand: the layout owns heights, rows and order. An item
    that changed must be reported to the layout.
    """

    __slots__ = ("has_gap", "message_id")

    needs_markdown = False
    """It is drawn in full only once the markdown parser is imported."""
    opens_turn = False
    """A turn begins with it."""

    def __init__(self) -> None:
        self.has_gap = True
        self.message_id = ""

    @abstractmethod
    def estimate_rows(self, width: int) -> int:
        """A cheap guess, for the scroll bar, until the item is drawn for the first time."""

    @abstractmethod
    def rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        """All rows, each `width` cells wide (wider only on screens too narrow for any text)."""

    def source(self) -> str:
        """What it was made from, as `y` copies it and the search reads it: markdown of an answer, a
        call with its result. "" when there is nothing worth copying."""
        return ""

    def link_targets(self) -> Sequence[str]:
        """Where Enter leads, in the order in which the item shows it, at most `MOST_LINKS`: URLs,
        and places in files ("path", "path:line", "path:line:column")."""
        return ()

    def toggle(self) -> bool:
        """Open it if it is folded, fold it if it is open. False when it does not fold; else the
        layout must be told that it is reshaped."""
        return False


def estimated_rows(text: str, width: int) -> int:
    """Rows of wrapped text, without looking at its lines: two operations, whatever its length."""
    return 1 + text.count("\n") + len(text) // max(width - MARGIN - 1, 1)
