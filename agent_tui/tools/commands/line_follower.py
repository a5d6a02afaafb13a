"""Tells lines that may still change to a reader who can only be told more."""

from __future__ import annotations


class LineFollower:
    """Gives what must be added so that the reader has seen the present state. Pure."""

    def __init__(self) -> None:
        self._told = ""

    def ended(self, lines: str) -> str:
        """Lines have ended; the first of them is the one that was unfinished before."""
        if not lines:
            return ""
        told, self._told = self._told, ""
        return lines[len(told) :] if lines.startswith(told) else f"\n{lines}"

    def continues(self, line: str) -> bool:
        """True when the unfinished line only became longer."""
        return line.startswith(self._told)

    def unfinished(self, line: str) -> str:
        """The state of the line that has not ended; one that was written anew is told anew."""
        added = line[len(self._told) :] if self.continues(line) else f"\n{line}"
        self._told = line
        return added
