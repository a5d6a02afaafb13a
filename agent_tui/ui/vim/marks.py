"""Marks, and the lists of jumps and of changes."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.remembered import LastVisual

CHANGED_FROM, CHANGED_TO, LAST_CHANGE, LAST_INSERT, LAST_JUMP = "[", "]", ".", "^", "'"
LONGEST_LIST = 100
_CHANGE_WIDTH = 79
"""Changes of one line that are nearer to each other than this are one entry of the list."""

Moved = Callable[[Position], "Position | None"]


class Marks:
    """Places that move with the lines they are in. A mark in a line that is deleted is gone."""

    def __init__(self) -> None:
        self.places: dict[str, Position] = {LAST_JUMP: (0, 0)}
        self.jumps: list[Position] = []
        self.jump_index = 0
        self.changes: list[Position] = []
        self.change_index = 0
        self.visual: LastVisual | None = None
        self._before_jump: Position | None = None

    def get(self, name: str) -> Position | None:
        """Where a mark is."""
        return self.places.get(name)

    def set(self, name: str, place: Position) -> None:
        """Put a mark."""
        self.places[name] = place

    def named(self) -> dict[str, Position]:
        """The marks a to z."""
        return {name: place for name, place in self.places.items() if name.isalpha()}

    def jumped_from(self, place: Position) -> None:
        """A jump begins at `place`."""
        self._before_jump = self.places.get(LAST_JUMP)
        self.places[LAST_JUMP] = place
        self.jumps.append(place)
        del self.jumps[:-LONGEST_LIST]
        self.jump_index = len(self.jumps)

    def command_ended(self, cursor: Position) -> None:
        """A jump that led nowhere was none, nor was one from a line that is gone."""
        if self._before_jump is not None and self.places.get(LAST_JUMP, cursor) == cursor:
            self.places[LAST_JUMP] = self._before_jump
        self._before_jump = None

    def forget_double_jumps(self) -> None:
        """Of the jumps from one line the newest stays."""
        is_at_end = self.jump_index == len(self.jumps)
        kept: list[Position] = []
        index = self.jump_index
        for at, jump in enumerate(self.jumps):
            if at == index:
                self.jump_index = len(kept)
            if all(later[0] != jump[0] for later in self.jumps[at + 1 :]):
                kept.append(jump)
        self.jumps = kept
        if is_at_end:
            self.jump_index = len(kept)

    def changed(self, place: Position) -> None:
        """The last change was at `place`."""
        self.places[LAST_CHANGE] = place

    def add_change(self, place: Position, *, is_new_step: bool) -> bool:
        """For g; and g,: one entry for each undo step and each neighbourhood in a line.

        True: it is an entry of its own.
        """
        is_new = not self.changes
        if self.changes:
            row, column = self.changes[-1]
            is_near = row == place[0] and abs(column - place[1]) <= _CHANGE_WIDTH
            is_new = is_new_step and not is_near
            if not is_new:
                self.changes.pop()
        self.changes.append(place)
        del self.changes[:-LONGEST_LIST]
        self.change_index = len(self.changes)
        return is_new

    def lines_inserted(self, row: int, count: int) -> None:
        """`count` lines came before what was line `row`."""
        self.lines_replaced(row, 0, count)

    def lines_deleted(self, row: int, count: int) -> None:
        """`count` lines from `row` on are gone."""
        self.lines_replaced(row, count, 0)

    def lines_replaced(self, row: int, old: int, new: int) -> None:
        """`new` lines came where `old` ones from `row` on are gone."""

        def moved(at: Position) -> Position | None:
            if at[0] < row:
                return at
            return (at[0] + new - old, at[1]) if at[0] >= row + old else None

        self.move(moved, row)

    def line_joined(self, row: int, to: Position, blanks: int) -> None:
        """Line `row` without its first blanks stands at a place in another line."""

        def moved(at: Position) -> Position:
            if at[0] != row:
                return at
            return to[0], max(at[1], blanks) - blanks + to[1]

        self.move(moved)

    def move(self, moved: Moved, fallback: int = 0) -> None:
        """Marks of lines that are gone are gone, too; those in lists go to the row `fallback`."""

        def stays(at: Position) -> Position:
            new = moved(at)
            return (fallback, at[1]) if new is None else new

        for name, place in list(self.places.items()):
            if name in (CHANGED_FROM, CHANGED_TO):
                continue
            new = moved(place)
            if new is not None:
                self.places[name] = new
            else:
                del self.places[name]
        if self._before_jump is not None:
            self._before_jump = moved(self._before_jump)
        self.jumps = [stays(jump) for jump in self.jumps]
        self.changes = [stays(change) for change in self.changes]
        if self.visual is not None:
            last = self.visual
            self.visual = LastVisual(last.kind, stays(last.anchor), stays(last.cursor), last.wanted)
