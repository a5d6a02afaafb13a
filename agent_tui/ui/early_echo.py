"""Keys that are typed while Textual makes its first picture are seen in the one before it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from textual import events
from textual.message import Message

DrawDraft = Callable[[str], bytes]
"""The bytes of a whole picture with this draft in it."""


class EarlyEcho:
    """Shows characters behind the draft that the program was started with. Thread-safe.

    draft: what the picture before shows. The first key that is no character ends it, for what that
    means only the application can tell.
    """

    def __init__(self, draft: str, draw: DrawDraft) -> None:
        self._draft, self._draw = draft, draw
        self._lock = threading.Lock()
        self._is_over = False

    def show(self, message: Message, write: Callable[[str], None]) -> None:
        """Write the picture with a key that was typed now; what is no key changes nothing."""
        if not isinstance(message, events.Key | events.Paste):
            return
        with self._lock:
            if self._is_over:
                return
            if isinstance(message, events.Key) and message.is_printable and message.character:
                self._draft += message.character
                write(self._draw(self._draft).decode())
            else:
                self._is_over = True

    def end(self) -> None:
        """From now on the screen is the application's: nothing is written behind this call."""
        with self._lock:
            self._is_over = True
