"""What was killed, to be inserted again."""

from __future__ import annotations

MOST_KILLS = 60


class KillRing:
    """The newest kills. What is killed without another command between becomes one entry."""

    def __init__(self) -> None:
        self._kills: list[str] = []
        self._at = 0

    def add(self, text: str) -> None:
        """A new entry, in front."""
        if text:
            self._kills = [*self._kills[-MOST_KILLS + 1 :], text]
            self._at = len(self._kills) - 1

    def extend(self, text: str, *, is_before: bool) -> None:
        """More of the newest entry: killed behind it, or before it."""
        if not self._kills:
            self.add(text)
            return
        newest = self._kills[-1]
        self._kills[-1] = f"{text}{newest}" if is_before else f"{newest}{text}"
        self._at = len(self._kills) - 1

    @property
    def current(self) -> str:
        """What is inserted now, "" when nothing was killed."""
        return self._kills[self._at] if self._kills else ""

    def rotate(self) -> str:
        """Go to the entry before the current one, behind the oldest to the newest; returns it."""
        if self._kills:
            self._at = (self._at - 1) % len(self._kills)
        return self.current
