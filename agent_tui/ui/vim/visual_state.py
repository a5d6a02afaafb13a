"""What is selected in visual mode."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.mode import Mode


class Visual(Struct):
    """The selection reaches from the anchor to the cursor. kind: one of the three visual modes."""

    kind: Mode
    anchor: Position


class Selection(Struct, frozen=True):
    """The selection as it is drawn: from `start` to `end`, both selected.

    Of a block, the rows count, and the display columns from `first_cell` to `last_cell`
    (MAX_COLUMN: to each line's end).
    """

    kind: Mode
    start: Position
    end: Position
    first_cell: int = 0
    last_cell: int = 0
