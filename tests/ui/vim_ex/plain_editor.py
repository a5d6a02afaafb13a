"""An editor that is nothing but a text, for `:` lines."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.ui.vim.effects import Edit, HostCall, Position
from agent_tui.ui.vim.ex.errors import ExError
from agent_tui.ui.vim.ex.memory import ExMemory
from agent_tui.ui.vim.options import VimOptions
from agent_tui.ui.vim.text import Buffer


class PlainEditor:
    """Implements `ExEditor`. Of normal mode it knows "x" and "dd"; it undoes nothing."""

    def __init__(self, text: str, row: int = 0, *, is_read_only: bool = False) -> None:
        self.buffer = Buffer(text)
        self.options = VimOptions()
        self.memory = ExMemory()
        self.cursor: Position = (row, 0)
        self.is_read_only = is_read_only
        self.last_search = ""
        self.registers: dict[str, str] = {}
        self.places: dict[str, Position] = {}
        self.calls: list[HostCall] = []
        self.matches_are_hidden = False
        self.shifted: list[tuple[int, int, int]] = []
        self._watcher: Callable[[Edit], None] | None = None

    @property
    def text(self) -> str:
        return self.buffer.text

    @property
    def line_count(self) -> int:
        return self.buffer.line_count

    def line(self, row: int) -> str:
        return self.buffer.line(row)

    def remember_search(self, pattern: str) -> None:
        self.last_search = pattern

    def hide_matches(self) -> None:
        self.matches_are_hidden = True

    def place_cursor(self, position: Position, *, is_jump: bool = False) -> None:
        self.cursor = position

    def replace(
        self,
        start: Position,
        end: Position,
        text: str,
        *,
        undo_to: Position | None = None,
        joins: bool = False,
    ) -> None:
        edit = Edit(start, end, text)
        if self._watcher is not None:
            self._watcher(edit)
        self.buffer.apply(edit)
        row = min(self.cursor[0], self.line_count - 1)
        self.cursor = (row, min(self.cursor[1], len(self.line(row))))

    def forget_line_undo(self) -> None:
        pass

    def delete_lines(self, first: int, last: int, register: str) -> None:
        self.yank_lines(first, last, register)
        if last + 1 < self.line_count:
            self.replace((first, 0), (last + 1, 0), "")
        elif first:
            self.replace((first - 1, len(self.line(first - 1))), (last, len(self.line(last))), "")
        else:
            self.replace((0, 0), (last, len(self.line(last))), "")

    def shift_lines(self, first: int, last: int, times: int) -> None:
        self.shifted.append((first, last, times))

    def yank_lines(self, first: int, last: int, register: str) -> None:
        text = "".join(f"{self.line(row)}\n" for row in range(first, last + 1))
        self.registers[register or '"'] = self.registers['"'] = text

    def register_text(self, register: str) -> str | None:
        return self.registers.get(register or '"')

    def register_lines(self) -> list[str]:
        return [f'  l  "{name}   {text}' for name, text in sorted(self.registers.items())]

    def mark(self, name: str) -> Position | None:
        return self.places.get(name)

    def set_mark(self, name: str, position: Position) -> None:
        self.places[name] = position

    def marks(self) -> dict[str, Position]:
        return self.places

    def watch_edits(self, watcher: Callable[[Edit], None] | None) -> None:
        self._watcher = watcher

    def feed_normal(self, keys: str) -> None:
        row, column = self.cursor
        if keys == "x":
            self.replace((row, column), (row, column + 1), "")
        elif keys == "dd":
            self.delete_lines(row, row, "")
        elif keys.startswith("A"):
            end = (row, len(self.line(row)))
            self.replace(end, end, keys[1:])

    def undo(self) -> None:
        raise ExError("Already at oldest change")

    def redo(self) -> None:
        raise ExError("Already at newest change")

    def call(self, call: HostCall) -> None:
        self.calls.append(call)
