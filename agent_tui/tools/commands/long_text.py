"""A text of any length, of which the beginning and the end are kept."""

from __future__ import annotations

HEAD_CHARS = 10_000
TAIL_CHARS = 20_000


class LongText:
    """Grows by `add`; holds at most 30 000 characters. Pure."""

    def __init__(self) -> None:
        self._head = self._tail = ""
        self._chars = 0

    @property
    def left_out(self) -> int:
        """How many characters are not kept."""
        return self._chars - len(self._head) - len(self._tail)

    def add(self, text: str) -> None:
        """More at the end."""
        self._chars += len(text)
        room = HEAD_CHARS - len(self._head)
        self._head += text[:room]
        if len(text) > room:
            self._tail = (self._tail + text[room:])[-TAIL_CHARS:]

    def text(self, where: str) -> str:
        """What is kept. where: a sentence for the gap, if there is one."""
        if not self.left_out:
            return self._head + self._tail
        return f"{self._head}\n… {self.left_out:,} characters left out. {where} …\n{self._tail}"
