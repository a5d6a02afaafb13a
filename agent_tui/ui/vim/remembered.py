"""What commands leave for later ones."""

from __future__ import annotations

from msgspec import Struct, field

from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.mode import Mode


class LastVisual(Struct):
    """The last selection, for gv and '< and '>."""

    kind: Mode
    anchor: Position
    cursor: Position
    wanted: int


class LastFind(Struct):
    """The last f, F, t or T."""

    char: str = ""
    is_forward: bool = True
    is_till: bool = False


class SearchOffset(Struct, frozen=True):
    """What stands behind the second "/". is_lines: a number of lines; else of characters."""

    is_lines: bool = False
    is_end: bool = False
    count: int = 0


class LastSearch(Struct):
    """The last search. is_shown: its matches are highlighted."""

    pattern: str = ""
    is_forward: bool = True
    offset: SearchOffset = SearchOffset()
    is_shown: bool = True


class InsertMemory(Struct):
    """The last insertion: its keys, where it began, and whether the cursor was moved since the last
    of them. was_behind: it stood behind the line when Ctrl+O began, and goes back there."""

    keys: list[str] = field(default_factory=list)
    start: Position = (0, 0)
    is_moved: bool = False
    was_behind: bool = False
