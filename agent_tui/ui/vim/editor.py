"""What all commands of the engine share: the text, the cursor, and ways to change them."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

from agent_tui.ui.vim.area import Area
from agent_tui.ui.vim.cursor import Cursor
from agent_tui.ui.vim.dot import LastChange, VisualExtent
from agent_tui.ui.vim.effects import Edit, Effects, HostAction, HostCall, Position
from agent_tui.ui.vim.ex.memory import ExMemory
from agent_tui.ui.vim.failure import READ_ONLY, CommandFailed
from agent_tui.ui.vim.inserting import Inserting
from agent_tui.ui.vim.keyboard import Keyboard
from agent_tui.ui.vim.marks import Marks
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.options import VimOptions
from agent_tui.ui.vim.registers import CLIPBOARD, Content, Contents, Registers
from agent_tui.ui.vim.remembered import InsertMemory, LastFind, LastSearch, LastVisual
from agent_tui.ui.vim.text import Buffer, VimText
from agent_tui.ui.vim.undo import UndoHistory

T = TypeVar("T")
Keys = Generator[None, str, T]
"""A function that waits for keys: each `yield` gives the next one."""

MOST_CHARACTERS = 1_000_000
"""What one command may add to the text."""


def _no_lines(line: str) -> None:
    raise CommandFailed


def _no_commands() -> Keys[None]:
    raise CommandFailed


class Editor(Cursor):
    """The state of one vim. Commands are functions that get it; rows and columns are from 0."""

    def __init__(
        self,
        text: VimText,
        options: VimOptions,
        *,
        is_read_only: bool,
        contents: Contents | None = None,
    ) -> None:
        super().__init__(text, options)
        self.is_read_only = is_read_only or not isinstance(text, Buffer)
        self.keyboard = Keyboard()
        self.registers = Registers(self._copied, contents)
        self.source: Callable[[Area], Content | None] | None = None  # see `VimEngine`
        self.marks = Marks()
        self.history = UndoHistory()
        self.last_change = LastChange()
        self.last_extent: VisualExtent | None = None
        self.operated_cells = [0, 0]  # display columns: where selections began and ended last
        self.extent_again: VisualExtent | None = None  # what "." works on
        self.find = LastFind()
        self.search = LastSearch()
        self.insertion = InsertMemory()
        self.ex_memory = ExMemory()
        self.command_line = ""
        self.last_command = ""
        self.histories: dict[str, list[str]] = {":": [], "/": []}
        self.shown_keys: list[str] = []  # of the command that is being typed
        self.last_macro = ""
        self.watcher: Callable[[Edit], None] | None = None
        self.run_line: Callable[[str], None] = _no_lines
        self.insert_session: Inserting | None = None
        self.visual_original: Mode | None = None  # before a capital made it linewise
        self.run_command: Callable[[], Keys[None]] = _no_commands
        self.has_failed_jump = False  # of an operator: the next deletion goes to register 1
        self._is_new_step = self.is_emptied = (
            False  # is_emptied: all lines were deleted; the one there stands for none
        )
        self._edits: list[Edit] = []
        self._message, self._is_error = "", False
        self._calls: list[HostCall] = []

    # What the host gets.

    def effects(self) -> Effects:
        """What happened since the last time."""
        found = Effects(tuple(self._edits), self._message, self._is_error, tuple(self._calls))
        self._edits, self._calls, self._message, self._is_error = [], [], "", False
        return found

    def say(self, message: str, *, is_error: bool = False) -> None:
        """One line for the user; the last one counts."""
        self._message, self._is_error = message, is_error

    def call(self, call: HostCall) -> None:
        """Ask the host."""
        self._calls.append(call)

    def beep(self, message: str = "") -> None:
        """Something failed that does not end the command, but a macro."""
        self._is_error = True
        if message:
            self._message = message
        self.keyboard.drop_programmed()

    def bell(self) -> None:
        """Something failed that does not even end a macro."""
        self._is_error = True

    def _copied(self, name: str, text: str) -> None:
        action = HostAction.CLIPBOARD if name == CLIPBOARD else HostAction.PRIMARY
        self.call(HostCall(action, text))

    @property
    def last_visual(self) -> LastVisual | None:
        """What was selected last."""
        return self.marks.visual

    @last_visual.setter
    def last_visual(self, last: LastVisual | None) -> None:
        self.marks.visual = last

    def jump_from_here(self) -> None:
        """A jump begins."""
        self.marks.jumped_from(self.cursor)

    # Changes. Each must be preceded by `save`.

    @property
    def buffer(self) -> Buffer:
        """The text, to be changed."""
        if self.is_read_only or not isinstance(self.text, Buffer):
            raise CommandFailed(READ_ONLY)
        return self.text

    def require_modifiable(self) -> None:
        """Fails when the text cannot be changed."""
        if self.is_read_only:
            raise CommandFailed(READ_ONLY)

    def save(self, first: int, count: int = 1) -> None:
        """Remember `count` lines from `first` on for undo; 0 when lines will be inserted there."""
        buffer = self.buffer
        was_open = self.history.is_open
        self._is_new_step = self._is_new_step or not was_open
        lines = [buffer.line(row) for row in range(first, min(first + count, buffer.line_count))]
        self.history.save(first, lines, buffer.line_count, self.cursor, self.marks)
        if not was_open:
            self.history.done[-1].is_emptied = self.is_emptied
        if count == 1 and (self.history.line is None or self.history.line[0] != first):
            column = self.column if self.row == first else 0
            self.history.line = (first, lines[0] if lines else "", column)

    def apply(self, edit: Edit) -> None:
        """Change the text and tell the host."""
        if self.watcher is not None:
            self.watcher(edit)
        self.buffer.apply(edit)
        self._edits.append(edit)
        self.is_emptied = False

    def replace(self, row: int, start: int, end: int, text: str) -> None:
        """Change a part of one line; no line breaks."""
        self.apply(Edit((row, start), (row, end), text))
        self.changed(row, start)

    def set_line(self, row: int, text: str) -> None:
        """Change a whole line."""
        old = self.text.line(row)
        if old != text:
            self.apply(Edit((row, 0), (row, len(old)), text))
        self.changed(row, 0)

    def insert_lines(self, row: int, lines: list[str]) -> None:
        """New lines before line `row`; `row` may be the number of lines."""
        if lines:
            self.add_rows(row, lines)
            self.marks.lines_inserted(row, len(lines))
            self.changed(row, 0)

    def add_rows(self, row: int, lines: list[str]) -> None:
        """New lines come, marks stay."""
        if row < self.line_count:
            self.apply(Edit((row, 0), (row, 0), "\n".join(lines) + "\n"))
        else:
            last = self.line_count - 1
            end = (last, len(self.text.line(last)))
            self.apply(Edit(end, end, "\n" + "\n".join(lines)))

    def delete_rows(self, row: int, count: int) -> None:
        """Lines go. Where none would be left, an empty one is."""
        leaves_none = count >= self.line_count
        self.remove_rows(row, count)
        self.is_emptied = leaves_none
        self.marks.lines_deleted(row, count)
        self.changed(row, 0)

    def remove_rows(self, row: int, count: int) -> None:
        """Lines go, marks stay."""
        if row + count < self.line_count:
            self.apply(Edit((row, 0), (row + count, 0), ""))
            return
        last = self.line_count - 1
        start = (row - 1, len(self.text.line(row - 1))) if row else (0, 0)
        self.apply(Edit(start, (last, len(self.text.line(last))), ""))

    def changed(self, row: int, column: int) -> None:
        """Remember where the last change was."""
        if row <= self.row:
            self.draw_anew()
        self.marks.changed((row, column))
        if self.marks.add_change((row, column), is_new_step=self._is_new_step):
            self._is_new_step = False

    def changed_between(self, start: Position, end: Position) -> None:
        """Remember the changed or yanked area."""
        self.marks.set("[", start)
        self.marks.set("]", end)
