"""The cursor, and where it may stand."""

from __future__ import annotations

from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.options import VimOptions
from agent_tui.ui.vim.text import VimText
from agent_tui.ui.vim.visual_state import Visual
from agent_tui.ui.vim.widths import (
    MAX_COLUMN,
    at_display,
    char_cells,
    char_start,
    column_of,
    last_column,
)

_NO_TAB = ((-1, -1), 0)
"""Place and display column of no tab."""


class Cursor:
    """A place in a text, and how it moves. Rows and columns are counted from 0."""

    def __init__(self, text: VimText, options: VimOptions) -> None:
        self.text = text
        self.options = options
        self.row = self.column = 0
        self._wanted = 0
        self._is_wanted_stale = True
        self._tab_column = _NO_TAB
        self.wanted_before = 0  # by this command; known only with nostartofline
        self.mode = Mode.NORMAL
        self.visual: Visual | None = None
        self.is_inserting_once = False  # one command of normal mode, between Ctrl+O and insert mode

    @property
    def cursor(self) -> Position:
        """Row and column."""
        return self.row, self.column

    @cursor.setter
    def cursor(self, place: Position) -> None:
        self.row, self.column = place

    @property
    def line(self) -> str:
        """The line that the cursor is in."""
        return self.text.line(self.row)

    @property
    def line_count(self) -> int:
        """How many lines."""
        return self.text.line_count

    @property
    def char(self) -> str:
        """The character under the cursor, "" behind the last one."""
        return self.line[self.column : self.column + 1]

    @property
    def may_stand_behind(self) -> bool:
        """The cursor may be behind a line's last character."""
        return self.visual is not None or self.mode.is_typing or self.is_inserting_once

    def forget_wanted(self) -> None:
        """The next move up or down keeps the display column that the cursor has then."""
        self._is_wanted_stale = True

    @property
    def wanted(self) -> int:
        """The display column that moves up and down keep; MAX_COLUMN after "$"."""
        if self._is_wanted_stale:
            self._wanted = self._kept_column()
            self._is_wanted_stale = False
        return self._wanted

    @wanted.setter
    def wanted(self, column: int) -> None:
        self._wanted, self._is_wanted_stale = column, False

    def _kept_column(self) -> int:
        """The display column; on a tab, while the cursor stays, that of the mode that it came in.

        Visual mode draws the cursor where a tab begins, normal mode where it ends.
        """
        if self.char != "\t" or self.mode.is_typing:
            self.draw_anew()
            return self.display_column()
        place, column = self._tab_column
        if place != self.cursor:
            column = self.display_column()
            self._tab_column = (self.cursor, column)
        return column

    def draw_anew(self) -> None:
        """The text or the mode is another: a tab under the cursor is drawn as the mode has it."""
        self._tab_column = _NO_TAB

    def keep_wanted(self) -> None:
        """Find out the wanted column now: the cursor moves on, and on a tab the mode counts."""
        _ = self.wanted

    def settle_wanted(self) -> None:
        """A command begins: what an earlier one wanted, and took back, counts no more."""
        if self._tab_column[0] != self.cursor:
            self.draw_anew()
        if self.char == "\t":
            self.keep_wanted()
        if not self.options.startofline:
            self.wanted_before = self.wanted
        if self._is_wanted_stale:
            self._wanted = 0

    @property
    def reaches_line_end(self) -> bool:
        """This command was at a line's end in the sense of "$", even if it went on from there."""
        return self._wanted >= MAX_COLUMN

    @property
    def is_short_of_wanted(self) -> bool:
        """The line ended before the wanted column."""
        place, column = self._tab_column
        shown = column if place == self.cursor else self.display_column()
        return not self._is_wanted_stale and self._wanted > shown

    def display_column(self) -> int:
        """Where the cursor is drawn: in normal mode at the end of a tab."""
        at = column_of(self.line, self.column, self.options.tabstop)
        if self.char != "\t" or self.mode.is_typing:
            return at
        if self.visual is not None and self.cursor <= self.visual.anchor:
            return at
        return at + char_cells(self.line, self.column, at, self.options.tabstop) - 1

    def span(self, place: Position) -> tuple[int, int]:
        """The first and the last display column of the character at a place."""
        line = self.text.line(place[0])
        at = column_of(line, place[1], self.options.tabstop)
        return at, at + char_cells(line, place[1], at, self.options.tabstop) - 1

    def to_display(self, wanted: int) -> None:
        """The cursor to a display column of its line, or to the line's end."""
        line = self.line
        if wanted >= MAX_COLUMN:
            self.column = len(line) if self.may_stand_behind else last_column(line)
            return
        self.column, _ = at_display(line, wanted, self.options.tabstop)
        if self.column >= len(line) and not self.may_stand_behind:
            self.column = last_column(line)

    def to_wanted(self, row: int) -> None:
        """The cursor to another row, at the wanted column."""
        wanted = self.wanted
        self.row = row
        self.to_display(wanted)

    def to_first_nonblank(self) -> None:
        """The cursor to the first character that is no blank, or the last one of all."""
        line = self.line
        self.column = len(line) - len(line.lstrip(" \t"))
        if self.column >= len(line):
            self.column = last_column(line)
        self.forget_wanted()

    def to_line_start(self) -> None:
        """As moves between lines do: to the first nonblank, or with nostartofline where it was."""
        if self.options.startofline:
            self.to_first_nonblank()
        else:
            self.to_display(self.wanted_before)

    def clamp(self) -> None:
        """Into the text."""
        self.row = max(0, min(self.row, self.line_count - 1))
        self.clamp_column()

    def clamp_column(self) -> None:
        """Into the line."""
        line = self.line
        if self.column >= len(line):
            self.column = len(line) if self.may_stand_behind else last_column(line)
        elif not line.isascii():
            self.column = char_start(line, self.column)
