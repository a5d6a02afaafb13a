"""One command of normal mode while it is read and carried out."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.ui.vim.effects import Position

MOST_COUNT = 999_999_999
MOST_STEPS = 50_000
"""A motion that looks at every word or sentence on its way takes no more of them."""


class Operator(Struct):
    """An operator that waits for its motion. key: "d", "g~". forced: "v", "V" or "<C-v>", typed
    between operator and motion. origin: where the cursor was, `start` may be moved. count: given to
    the operator, 0 for none. uses_first_register: see `Command`."""

    key: str
    register: str
    start: Position
    count: int = 0
    forced: str = ""
    origin: Position = (0, 0)
    uses_first_register: bool = False


class Command(Struct):
    """key: "w", "gg". extra: what follows, as the "x" of "fx". count: 0 when none was given.

    A motion says in the other fields what it covers. is_adjusted: an exclusive motion that ends in
    the first column is left as it is. uses_first_register: text deleted by it goes to register 1,
    however short. pattern: what a search searched for.
    """

    key: str
    extra: str = ""
    count: int = 0
    register: str = ""
    operator: Operator | None = None
    is_linewise: bool = False
    is_inclusive: bool = False
    is_adjusted: bool = False
    uses_first_register: bool = False
    pattern: str = ""

    @property
    def times(self) -> int:
        """The count, 1 when none was given."""
        return self.count or 1

    @property
    def steps(self) -> int:
        """The count of a motion that goes step by step through the text."""
        return min(self.times, MOST_STEPS)
