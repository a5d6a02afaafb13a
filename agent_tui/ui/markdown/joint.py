"""How a portion of markdown attaches to the portion drawn before it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from agent_tui.ui.markdown.table import TableShape
from agent_tui.ui.markdown.wrap import WrappedRow


class Joint(Enum):
    """What the next portion begins with, seen from the one before."""

    BLOCK = auto()  # another block: one blank row between
    LINE = auto()  # the same block goes on in the next row
    RUN_ON = auto()  # the same paragraph goes on in the same row
    ITEM = auto()  # the next item of the same list
    ITEM_SPACED = auto()  # the same, after a blank line
    ITEM_REST = auto()  # the same item goes on; its marker stands already
    ITEM_REST_SPACED = auto()  # the same, after a blank line
    QUOTE = auto()  # the next block inside the same quote
    TABLE = auto()  # more rows of the same table
    TABLE_REST = auto()  # the same row of the same table goes on


@dataclass(frozen=True, slots=True)
class DrawState:
    """What drawing one portion leaves for the next.

    has_rows: something stands above. open_row: the unfinished last row of a paragraph that runs on.
    glue: of the first row of the next portion, where it continues a row; see `SourceRow`.
    next_number: of the next list item, None outside an ordered list. shape: of the last table.
    """

    joint: Joint = Joint.BLOCK
    has_rows: bool = False
    open_row: WrappedRow | None = None
    glue: str = "\n"
    next_number: int | None = None
    shape: TableShape | None = None
