"""How often the body of an answer is read. Pure."""

from __future__ import annotations

PAUSE_S = 0.015
"""Between two reads of a fast stream. Nobody sees it: the screen takes longer between pictures."""

_FIRST_PIECES = 8
_SHORTEST_WAIT_S, _LONGEST_WAIT_S = 0.000_2, 0.004


class ReadingPace:
    """Lets what a fast server sends gather in the socket: a thousand words a second that are read
    one by one wake the loop a thousand times, which costs more than all that is done with them.

    A short answer, and one that comes slowly, are read as they come; and so is what was received
    together.
    """

    def __init__(self) -> None:
        self._count = 0
        self.pause_s = 0.0
        """How long to wait before the next read."""

    def took(self, waited_s: float) -> None:
        """A piece was read. waited_s: for it; what had been received before took no time."""
        self._count += 1
        is_fast = _SHORTEST_WAIT_S < waited_s < _LONGEST_WAIT_S
        self.pause_s = PAUSE_S if is_fast and self._count > _FIRST_PIECES else 0.0
