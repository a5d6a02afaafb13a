"""What others than insert mode itself know of an insertion."""

from __future__ import annotations

from typing import Protocol

from agent_tui.ui.vim.effects import Position


class Inserting(Protocol):
    """Insert or replace mode, while it lasts. Implemented by `InsertSession`."""

    is_moved: bool
    """The cursor was moved: the next change begins an insertion of its own."""

    def begin_change(self) -> None:
        """To be called before each change."""
        ...

    def record(self, *keys: str) -> None:
        """Keys that "." and a count repeat."""
        ...

    def insert(self, text: str) -> None:
        """Put text at the cursor, line breaks included."""
        ...

    def move(self, place: Position) -> None:
        """The cursor was moved away from `place`."""
        ...
