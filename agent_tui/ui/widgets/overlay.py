"""The shape of what is painted over the composer's text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Overlay(Protocol):
    """What a way of editing shows in the text, beyond the cursor. Call on the UI loop."""

    def marks(self, row: int) -> Iterable[tuple[int, int, str]]:
        """Columns from and to (exclusive), and the name of a component class, for a line."""
        ...

    @property
    def selected_text(self) -> str:
        """What is selected, "" when it is not the text area that knows."""
        ...

    def take_paste(self, text: str) -> bool:
        """Take a paste that is none for the text. False leaves it to the text area."""
        ...
