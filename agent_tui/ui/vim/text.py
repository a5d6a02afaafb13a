"""The text that the engine moves in, and the buffer that it can change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from agent_tui.ui.vim.effects import Edit, Position


class VimText(Protocol):
    """Lines to read. There is always at least one; none holds a line break."""

    @property
    def line_count(self) -> int:
        """How many lines, at least 1."""
        ...

    def line(self, row: int) -> str:
        """One line."""
        ...

    def wraps(self, row: int) -> Sequence[int]:
        """The columns at which the rows of the screen begin that show this line; (0,) for one."""
        ...


class Buffer:
    """A text in memory that can be changed. Implements `VimText`."""

    def __init__(self, text: str = "") -> None:
        self._lines = text.split("\n")

    @property
    def line_count(self) -> int:
        """How many lines, at least 1."""
        return len(self._lines)

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self._lines)

    def line(self, row: int) -> str:
        """One line."""
        return self._lines[row]

    def wraps(self, row: int) -> Sequence[int]:
        """One row for each line."""
        return (0,)

    def between(self, start: Position, end: Position) -> str:
        """What stands from `start` to `end`, exclusive."""
        (first, left), (last, right) = start, end
        if first == last:
            return self._lines[first][left:right]
        middle = self._lines[first + 1 : last]
        return "\n".join([self._lines[first][left:], *middle, self._lines[last][:right]])

    def apply(self, edit: Edit) -> None:
        """Change the text."""
        (first, left), (last, right) = edit.start, edit.end
        before, behind = self._lines[first][:left], self._lines[last][right:]
        if "\n" not in edit.text:  # no search for line breaks in a line that may be very long
            self._lines[first : last + 1] = [f"{before}{edit.text}{behind}"]
            return
        added = edit.text.split("\n")
        added[0], added[-1] = before + added[0], added[-1] + behind
        self._lines[first : last + 1] = added
