"""What a `:` line asks of the engine that runs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from agent_tui.ui.vim.effects import Edit, HostCall, Position
from agent_tui.ui.vim.ex.memory import ExMemory
from agent_tui.ui.vim.options import VimOptions


class ExEditor(Protocol):
    """The engine, as a `:` line sees it. Rows and columns are counted from 0.

    All changes of one line are one undo step, which the engine opens before and closes after
    `execute`; messages and calls that arise go into the `Effects` of the key that ended the line.
    """

    options: VimOptions
    """Read and replaced by `:set`."""

    memory: ExMemory
    """What the line commands remember from one to the next; the engine only keeps it."""

    @property
    def line_count(self) -> int:
        """How many lines, at least 1."""
        ...

    def line(self, row: int) -> str:
        """One line."""
        ...

    @property
    def cursor(self) -> Position:
        """Where the cursor is."""
        ...

    @property
    def is_read_only(self) -> bool:
        """The text cannot be changed; commands that would are refused."""
        ...

    @property
    def last_search(self) -> str:
        """The pattern last searched for, "" for none; what "//" stands for."""
        ...

    def remember_search(self, pattern: str) -> None:
        """`:s`, `:g` and "/pattern/" in a range make their pattern the last one; `n` goes on."""
        ...

    def hide_matches(self) -> None:
        """`:noh`: show no matches until the next search."""
        ...

    def place_cursor(self, position: Position, *, is_jump: bool = False) -> None:
        """Move the cursor, clamped. is_jump: `''` leads back."""
        ...

    def replace(
        self,
        start: Position,
        end: Position,
        text: str,
        *,
        undo_to: Position | None = None,
        joins: bool = False,
    ) -> None:
        """Change the text from `start` to `end` (exclusive). Marks in lines below move along.

        undo_to: where the cursor will be when this is undone; the first changed line's beginning.
        joins: the last line goes on in the first one, and its marks go with it.
        """
        ...

    def forget_line_undo(self) -> None:
        """`U` has nothing to take back any more."""
        ...

    def delete_lines(self, first: int, last: int, register: str) -> None:
        """Delete whole lines into a register, "" the unnamed one, as `dd` does. The cursor is
        placed by the caller."""
        ...

    def shift_lines(self, first: int, last: int, times: int) -> None:
        """Give whole lines `times` more indents, as `>` does; below 0: fewer, as `<` does. The
        cursor is placed by the caller."""
        ...

    def yank_lines(self, first: int, last: int, register: str) -> None:
        """Copy whole lines into a register, as `yy` does; the cursor stays."""
        ...

    def register_text(self, register: str) -> str | None:
        """What a register holds, each line with a line break, to be put at once; None when it is
        empty. Whether it is linewise does not matter: `:put` always puts lines."""
        ...

    def register_lines(self) -> list[str]:
        """One line for each register that holds something, as `:registers` shows them."""
        ...

    def mark(self, name: str) -> Position | None:
        """Where a mark is: a-z, <, >, [, ], ', `, ^, ., "; None when it is not set."""
        ...

    def set_mark(self, name: str, position: Position) -> None:
        """Set a mark a-z, ', ^, ., <, >, [ or ]."""
        ...

    def marks(self) -> dict[str, Position]:
        """All marks that are set."""
        ...

    def watch_edits(self, watcher: Callable[[Edit], None] | None) -> None:
        """Call this before each change, whoever makes it; None ends it. `:g` follows its lines."""
        ...

    def feed_normal(self, keys: str) -> None:
        """`:normal`: run these keys from normal mode, and end what they leave unfinished as Esc
        would. Stops at the first key that fails."""
        ...

    def undo(self) -> None:
        """As `u`. Raises `ExError` when there is nothing to undo."""
        ...

    def redo(self) -> None:
        """As Ctrl+R. Raises `ExError` when there is nothing to redo."""
        ...

    def call(self, call: HostCall) -> None:
        """Ask the host."""
        ...
