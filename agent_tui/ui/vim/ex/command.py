"""One command of a `:` line, read."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.ui.vim.ex.errors import TRAILING, ExError


class ExCommand(Struct, frozen=True):
    """A command with its range resolved. Rows are counted from 0.

    name: Vim's full name ("substitute"). first, last: the range, the cursor's row when none was
    given; `last` is -1 for line 0. addresses: how many were given, 0 to 2. argument: what stands
    behind the name, without blanks in front; for commands that end at "|", without what follows.
    """

    name: str
    first: int
    last: int
    addresses: int = 0
    has_bang: bool = False
    argument: str = ""

    @property
    def words(self) -> list[str]:
        """The argument, split at blanks."""
        return self.argument.split()

    def refuse_argument(self) -> None:
        """Raise `ExError` when there is one."""
        if self.argument:
            raise ExError(TRAILING.format(self.argument))
