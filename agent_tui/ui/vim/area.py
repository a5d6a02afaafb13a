"""The area that an operator works on."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.shapes import Shape


class Area(Struct):
    """key: of the operator. end: exclusive unless is_inclusive. first_cell, last_cell: the display
    columns of a block, both inside; reaches_ends: it goes on to each line's end.

    origin: where the cursor was when the operator was typed. is_empty: nothing lies between start
    and end. count: given to the operator of a selection.
    """

    key: str
    start: Position
    end: Position
    shape: Shape = Shape.CHARS
    register: str = ""
    is_inclusive: bool = False
    is_visual: bool = False
    is_forced: bool = False
    is_empty: bool = False
    uses_first_register: bool = False
    first_cell: int = 0
    last_cell: int = 0
    reaches_ends: bool = False
    count: int = 0
    extra: str = ""
    end_was_adjusted: bool = False
    origin: Position = (0, 0)

    @property
    def times(self) -> int:
        """The count, 1 when none was given."""
        return self.count or 1

    @property
    def line_count(self) -> int:
        """How many lines it touches."""
        return self.end[0] - self.start[0] + 1

    @property
    def is_block(self) -> bool:
        """It is a rectangle."""
        return self.shape is Shape.BLOCK
