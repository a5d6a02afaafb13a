"""Marks that stand so many bytes from the beginning of their line, as Vim's do.

When a character of several bytes comes or goes before such a mark, it is at another character. With
these the engine does what Vim does about that, so that nothing else can hide behind it.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator
from typing import SupportsIndex, overload

from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.marks import LAST_JUMP, Marks, Moved
from agent_tui.ui.vim.remembered import LastVisual
from agent_tui.ui.vim.text import Buffer


class _Bytes:
    """Columns into bytes and back. is_raw: while marks move with their lines, nothing is turned."""

    def __init__(self, buffer: Buffer) -> None:
        self._buffer = buffer
        self.is_raw = False

    def _line(self, row: int) -> str:
        return self._buffer.line(row) if 0 <= row < self._buffer.line_count else ""

    def stored(self, place: Position) -> Position:
        """A place with its column in bytes."""
        row, column = place
        line = self._line(row)
        if self.is_raw or line.isascii():
            return place
        return row, len(line[:column].encode()) + max(0, column - len(line))

    def read(self, place: Position) -> Position:
        """The place that is meant now."""
        row, at = place
        line = self._line(row)
        if self.is_raw or line.isascii():
            return place
        found = line.encode()
        return row, len(found[:at].decode(errors="ignore")) + max(0, at - len(found))


class _Places(dict[str, Position]):
    def __init__(self, turned: _Bytes) -> None:
        super().__init__()
        self._turned = turned

    def __setitem__(self, name: str, place: Position) -> None:
        super().__setitem__(name, self._turned.stored(place))

    def __getitem__(self, name: str) -> Position:
        return self._turned.read(super().__getitem__(name))

    def get(self, name: str, default: Position | None = None) -> Position | None:  # type: ignore[override]
        place = super().get(name)
        return default if place is None else self._turned.read(place)

    def items(self) -> ItemsView[str, Position]:  # type: ignore[override]
        return {name: self[name] for name in self}.items()

    def update(self, places: dict[str, Position]) -> None:  # type: ignore[override]
        for name, place in places.items():
            self[name] = place


class _List(list[Position]):
    def __init__(self, turned: _Bytes, places: Iterable[Position]) -> None:
        super().__init__(map(turned.stored, places))
        self._turned = turned

    def append(self, place: Position) -> None:
        super().append(self._turned.stored(place))

    def __iter__(self) -> Iterator[Position]:
        return map(self._turned.read, super().__iter__())

    @overload
    def __getitem__(self, index: SupportsIndex) -> Position: ...
    @overload
    def __getitem__(self, index: slice) -> list[Position]: ...
    def __getitem__(self, index: SupportsIndex | slice) -> Position | list[Position]:
        if isinstance(index, slice):
            return [self._turned.read(place) for place in super().__getitem__(index)]
        return self._turned.read(super().__getitem__(index))


class ByteMarks(Marks):
    """The marks of an engine, in bytes."""

    def __init__(self, buffer: Buffer) -> None:
        self._turned = _Bytes(buffer)
        self._visual: LastVisual | None = None
        self._jumps: list[Position] = []
        self._changes: list[Position] = []
        super().__init__()
        self.places = _Places(self._turned)
        self.places[LAST_JUMP] = (0, 0)

    @property
    def jumps(self) -> list[Position]:
        return self._jumps

    @jumps.setter
    def jumps(self, jumps: list[Position]) -> None:
        self._jumps = _List(self._turned, jumps)

    @property
    def changes(self) -> list[Position]:
        return self._changes

    @changes.setter
    def changes(self, changes: list[Position]) -> None:
        self._changes = _List(self._turned, changes)

    @property
    def visual(self) -> LastVisual | None:
        last, read = self._visual, self._turned.read
        if last is None:
            return None
        return LastVisual(last.kind, read(last.anchor), read(last.cursor), last.wanted)

    @visual.setter
    def visual(self, last: LastVisual | None) -> None:
        stored = self._turned.stored
        if last is not None:
            last = LastVisual(last.kind, stored(last.anchor), stored(last.cursor), last.wanted)
        self._visual = last

    def line_joined(self, row: int, to: Position, blanks: int) -> None:
        super().line_joined(row, self._turned.stored(to), blanks)

    def move(self, moved: Moved, fallback: int = 0) -> None:
        self._turned.is_raw = True
        try:
            super().move(moved, fallback)
        finally:
            self._turned.is_raw = False
