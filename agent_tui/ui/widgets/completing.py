"""The shape of what completes the composer's text."""

from __future__ import annotations

from typing import Protocol


class Completing(Protocol):
    """Gets each key before everything else does. Call on the UI loop."""

    def take_key(self, key: str) -> bool:
        """Act on a key. False leaves it to the way of editing, then to the key bindings."""
        ...

    def complete_command(self) -> bool:
        """Complete a command, also when nothing is offered for it. False: there is nothing to
        add."""
        ...

    def text_was_shown(self, text: str) -> None:
        """The whole text was put there by something else than typing."""
        ...
