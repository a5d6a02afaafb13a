"""The last change, as "." repeats it."""

from __future__ import annotations

from msgspec import Struct, field

from agent_tui.ui.vim.mode import Mode


class VisualExtent(Struct, frozen=True):
    """The size of a selection. width: display columns, or of several lines the last column;
    MAX_COLUMN: to the line's end. count: the one given to the operator."""

    kind: Mode
    line_count: int
    width: int
    count: int = 0


class Change(Struct):
    """count: given before the command, 0 for none. keys: the command's, text included."""

    register: str = ""
    count: int = 0
    extent: VisualExtent | None = None
    keys: list[str] = field(default_factory=list)


class LastChange:
    """Remembers. While a change is being repeated nothing new is remembered."""

    def __init__(self) -> None:
        self.change = Change()
        self.former = Change()
        self.is_blocked = False

    def begin(
        self, register: str, count: int, keys: list[str], extent: VisualExtent | None = None
    ) -> None:
        """A new change."""
        if not self.is_blocked:
            self.former = self.change
            self.change = Change(register, count, extent, keys)

    def append(self, *keys: str) -> None:
        """It goes on."""
        if not self.is_blocked:
            self.change.keys.extend(keys)

    def cancel(self) -> None:
        """It failed: the one before it is the last again."""
        if not self.is_blocked:
            self.change = self.former
