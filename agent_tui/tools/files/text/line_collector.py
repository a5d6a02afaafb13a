"""Picks a range of lines out of a text that comes in blocks; memory stays flat."""

from __future__ import annotations

from agent_tui.tools.files.text.lines import MAX_LINE_CHARS, numbered


class LineCollector:
    """Feed it text with LF only. lines: numbered, ready to be shown. first: number of the first
    line wanted. Full after `limit` lines, or before the line that would exceed `max_chars`."""

    def __init__(self, *, first: int, limit: int, max_chars: int) -> None:
        self.lines: list[str] = []
        self.is_full = False
        self._first = first
        self._limit = limit
        self._chars_left = max_chars
        self._number = 1  # of the line that the next character belongs to
        self._kept = ""  # the beginning of that line
        self._length = 0  # of all of it so far

    @property
    def line_count(self) -> int:
        """Lines seen so far."""
        return self._number - 1 + (self._length > 0)

    def feed(self, text: str) -> None:
        """More text. Once full, nothing is taken or counted any more."""
        breaks = text.count("\n")
        if self._number + breaks < self._first:
            self._skip(text, breaks)
            return
        *whole, rest = text.split("\n")
        for piece in whole:
            self._extend(piece)
            self._close()
            if self.is_full:
                return
        self._extend(rest)

    def finish(self) -> None:
        """There is no more text: a last line without a line break counts, too."""
        if self._length and not self.is_full:
            self._close()

    def _skip(self, text: str, breaks: int) -> None:
        self._number += breaks
        tail = len(text) - text.rfind("\n") - 1
        self._length = tail if breaks else self._length + tail

    def _extend(self, piece: str) -> None:
        if self._number >= self._first:
            self._kept += piece[: max(0, MAX_LINE_CHARS - len(self._kept))]
            # Not only at its end: the line that is too many may be a very long one.
            self.is_full = bool(piece) and len(self.lines) == self._limit
        self._length += len(piece)

    def _close(self) -> None:
        if self._number >= self._first:
            if len(self.lines) == self._limit:
                self.is_full = True
                return
            line = numbered(self._number, self._kept, length=self._length)
            self._chars_left -= len(line) + 1
            if self._chars_left < 0 and self.lines:
                self.is_full = True
                return
            self.lines.append(line)
        self._number += 1
        self._kept, self._length = "", 0
