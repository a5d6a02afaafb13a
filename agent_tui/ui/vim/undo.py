"""The undo steps, as `u`, Ctrl+R and `U` of Vim see them."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.marks import Marks
from agent_tui.ui.vim.remembered import LastVisual

MOST_STEPS = 1000


class Saved(Struct):
    """Lines from row `top` on, as they were.

    now: how many stand in their place; -1 while this entry is open, and then the text had
    `count_then` lines when they were saved.
    """

    top: int
    lines: list[str]
    now: int = -1
    count_then: int = 0

    def close(self, line_count: int) -> None:
        """The next lines that come and go are none of this entry's."""
        if self.now < 0:
            self.now = len(self.lines) + line_count - self.count_then


class UndoStep(Struct):
    """What one `u` takes back. entries: the newest last. cursor, marks, visual: where the cursor,
    the marks a to z and the last selection were before the change. is_emptied: whether the text had
    no lines at all then."""

    cursor: Position
    entries: list[Saved]
    marks: dict[str, Position]
    visual: LastVisual | None
    is_emptied: bool = False


class UndoHistory:
    """Steps to take back and to do again."""

    def __init__(self) -> None:
        self.done: list[UndoStep] = []
        self.undone: list[UndoStep] = []
        self.is_open = False
        self.line: tuple[int, str, int] | None = None  # for U: row, text, column

    def save(
        self,
        row: int,
        lines: list[str],
        line_count: int,
        cursor: Position,
        marks: Marks,
    ) -> None:
        """Remember lines that are about to be changed, from `row` on; none: lines will be added."""
        if not self.is_open:
            self._open_step(cursor, marks)
        step = self.done[-1]
        if len(lines) == 1 and self._reuses(step, row, line_count):
            return
        self._close_entry(step, line_count)
        step.entries.append(Saved(row, lines, count_then=line_count))

    def _open_step(self, cursor: Position, marks: Marks) -> None:
        self.undone.clear()
        self.done.append(UndoStep(cursor, [], marks.named(), marks.visual))
        del self.done[:-MOST_STEPS]
        self.is_open = True

    def _reuses(self, step: UndoStep, row: int, line_count: int) -> bool:
        """One line that was saved a moment ago need not be saved again: its entry goes last."""
        for place in range(len(step.entries) - 1, max(-1, len(step.entries) - 11), -1):
            entry = step.entries[place]
            size = len(entry.lines)
            now = entry.now if entry.now >= 0 else size + line_count - entry.count_then
            if now != size or (size > 1 and entry.top <= row < entry.top + size):
                return False
            if size == 1 and entry.top == row:
                self._close_entry(step, line_count)
                step.entries.append(step.entries.pop(place))
                entry.now, entry.count_then = -1, line_count
                return True
        return False

    @staticmethod
    def _close_entry(step: UndoStep, line_count: int) -> None:
        if step.entries:
            step.entries[-1].close(line_count)

    def close(self, line_count: int) -> None:
        """The next change begins a step of its own."""
        if self.is_open:
            self._close_entry(self.done[-1], line_count)
            self.is_open = False
