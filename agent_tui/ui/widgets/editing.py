"""The shape of a way of editing that takes keys before the text area does: vim, emacs."""

from __future__ import annotations

from typing import Protocol

from textual import events


class Editing(Protocol):
    """A way of editing the composer's text. Call on the UI loop."""

    @property
    def mode_label(self) -> str:
        """What the status bar says ("NORMAL"), "" for nothing."""
        ...

    def take(self, event: events.Key) -> bool:
        """Act on a key. False leaves it to the key bindings, then to the text area."""
        ...

    def text_was_replaced(self) -> None:
        """The composer's text was changed by something else: history, a draft, a paste."""
        ...

    def text_was_given_away(self) -> None:
        """The text was sent; the composer is empty."""
        ...
