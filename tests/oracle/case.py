"""One case of the oracle, and what became of it in a Vim, ours or the real one."""

from __future__ import annotations

from msgspec import Struct

Place = tuple[int, int]
"""Row and column in code points, both from 0."""

CURSOR = "|"
"""Where the cursor begins, in the text of a case that is written by hand."""


class Case(Struct, frozen=True, omit_defaults=True):
    """Keys typed in normal mode.

    keys: written as in Vim's mappings. cursor: where it begins. width: of the window in cells, 0
    for one in which no line wraps.
    """

    text: str
    keys: str
    cursor: Place = (0, 0)
    width: int = 0

    @property
    def name(self) -> str:
        """To be read in a test's name and in a list of differences."""
        return f"{self.keys!r} on {self.text!r} at {self.cursor}"


class Outcome(Struct, frozen=True, omit_defaults=True):
    """mode: "n", "no", "i", "R", "v", "V", "\\x16" or "c". registers: (kind, text) of those that
    hold any text; kind as `getregtype()` gives it. selection: what is drawn as selected, first and
    last (row, column) of characters, (row, cell) of a block, (row, 0) of lines; None outside of
    visual mode. is_escaped: the keys ended in the middle of a command, so an <Esc> was added."""

    text: str
    cursor: Place
    mode: str
    registers: dict[str, tuple[str, str]] = {}
    search: str = ""
    selection: tuple[Place, Place] | None = None
    command_line: str = ""
    recording: str = ""
    is_escaped: bool = False


TO_LINE_END = 2**31 - 1
"""The last cell of a block that reaches to the end of each line."""


def case(marked: str, keys: str, *, width: int = 0) -> Case:
    """A case whose text has a "|" where the cursor begins (none: at the start)."""
    before, found, after = marked.partition(CURSOR)
    if not found:
        return Case(marked, keys, width=width)
    row = before.count("\n")
    column = len(before) - (before.rfind("\n") + 1)
    return Case(before + after, keys, (row, column), width)
