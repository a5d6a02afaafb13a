"""The end of a text that may be endless."""

from __future__ import annotations

from agent_tui.engine.event_bytes import text_bytes


class TextTail:
    """Keeps the newest `max_bytes` (as UTF-8) of what is written, cheaply for many small and few
    huge pieces."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._pieces: list[str] = []
        self._bytes = 0
        self._skipped_bytes = 0

    @property
    def text(self) -> str:
        """What is kept."""
        self._trim()
        return "".join(self._pieces)

    @property
    def skipped_bytes(self) -> int:
        """How much was written before that."""
        self._trim()
        return self._skipped_bytes

    def write(self, text: str) -> None:
        """Add text at the end."""
        self._pieces.append(text)
        self._bytes += text_bytes(text)
        # Trimming copies, so it is done once for each `max_bytes` and not for each piece.
        if self._bytes > 2 * self._max_bytes or len(self._pieces) > self._max_bytes:
            self._trim()

    def take(self) -> tuple[str, int]:
        """What is kept and what was skipped; empty afterwards."""
        taken = self.text, self._skipped_bytes
        self._pieces.clear()
        self._bytes = self._skipped_bytes = 0
        return taken

    def _trim(self) -> None:
        text = "".join(self._pieces)
        if self._bytes > self._max_bytes:
            # A character is at least one byte, so this much is enough to cut from.
            end = text[-self._max_bytes :].encode("utf-8", "surrogatepass")[-self._max_bytes :]
            text = end.decode("utf-8", "ignore")
            kept_bytes = text_bytes(text)
            self._skipped_bytes += self._bytes - kept_bytes
            self._bytes = kept_bytes
        self._pieces = [text] if text else []
