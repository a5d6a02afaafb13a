"""A place in a text that steps from character to character, line ends included."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.ui.vim.char_classes import big_class, char_class
from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.text import VimText
from agent_tui.ui.vim.widths import char_start, next_column, previous_column

START_OF_TEXT = END_OF_TEXT = -1
SAME_LINE, OTHER_LINE, AT_LINE_END = 0, 1, 2


class Walk:
    """The column may be that of the line's end. Steps answer where they led."""

    __slots__ = ("classify", "column", "line", "row", "text")

    def __init__(self, text: VimText, place: Position, *, is_big: bool = False) -> None:
        self.text = text
        self.row, self.column = place
        self.line = text.line(self.row)
        self.classify: Callable[[str], int] = big_class if is_big else char_class

    @property
    def place(self) -> Position:
        """Where it is."""
        return self.row, self.column

    def go(self, place: Position) -> None:
        """Be there."""
        if place[0] != self.row:
            self.line = self.text.line(place[0])
        self.row, self.column = place

    @property
    def char(self) -> str:
        """The character here, "" at a line's end."""
        return self.line[self.column : self.column + 1]

    @property
    def kind(self) -> int:
        """The class of the character here."""
        return self.classify(self.line[self.column : self.column + 1])

    @property
    def is_on_empty_line(self) -> bool:
        """Nothing stands in this line."""
        return not self.line

    @property
    def is_on_last_line(self) -> bool:
        """No line follows."""
        return self.row == self.text.line_count - 1

    def forward(self) -> int:
        """To the next character, or to the line's end behind the last one (AT_LINE_END)."""
        if self.column < len(self.line):
            self.column = next_column(self.line, self.column)
            return SAME_LINE if self.column < len(self.line) else AT_LINE_END
        if self.row + 1 < self.text.line_count:
            self.row += 1
            self.column = 0
            self.line = self.text.line(self.row)
            return OTHER_LINE
        return END_OF_TEXT

    def back(self) -> int:
        """To the previous character; from a line's beginning to the end of the one before."""
        if self.column > 0:
            self.column = previous_column(self.line, self.column)
            return SAME_LINE
        if self.row > 0:
            self.row -= 1
            self.line = self.text.line(self.row)
            self.column = len(self.line)
            return OTHER_LINE
        return START_OF_TEXT

    def forward_over_ends(self) -> int:
        """`forward`, but never to the end of a line that is not empty."""
        went = self.forward()
        if went >= OTHER_LINE and self.column:
            went = self.forward()
        return went

    def back_over_ends(self) -> int:
        """`back`, but never to the end of a line that is not empty."""
        went = self.back()
        if went == OTHER_LINE and self.column:
            self.column = char_start(self.line, self.column - 1)
        return went

    def skip_forward(self, kind: int) -> bool:
        """Behind all characters of a class. False at the text's end."""
        while self.kind == kind:
            if self.forward() == END_OF_TEXT:
                return False
        return True

    def skip_back(self, kind: int) -> bool:
        """Before all characters of a class. False at the text's start."""
        while self.kind == kind:
            if self.back() == START_OF_TEXT:
                return False
        return True
