"""The folders of a workspace as a tree that one walks through. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct


class ListFolder(Protocol):
    """Tells what is in a folder, "" for the workspace, sooner or later."""

    def __call__(self, folder: str, tell: Callable[[tuple[str, ...]], None], /) -> None:
        """tell: called on the UI loop with targets in order."""
        ...


class TreeRow(Struct, frozen=True):
    """One row. target: "" while a folder's content is still awaited. depth: from 0."""

    target: str
    depth: int
    is_open: bool = False

    @property
    def is_folder(self) -> bool:
        """It can be opened."""
        return self.target.endswith("/")

    @property
    def name(self) -> str:
        """Without the folders above."""
        return self.target[self.target.rfind("/", 0, len(self.target) - 1) + 1 :]


class FolderTree:
    """changed: called when a folder's content has come."""

    def __init__(self, list_folder: ListFolder, changed: Callable[[], None]) -> None:
        self._list_folder, self._changed = list_folder, changed
        self._content: dict[str, tuple[str, ...]] = {}
        self._open: set[str] = set()
        self.cursor = 0
        self.rows: list[TreeRow] = []
        self._wanted = ""  # to be gone to when its folder has come
        self._open_folder("")

    @property
    def target(self) -> str:
        """What the cursor is on, "" for nothing."""
        return self.rows[self.cursor].target if self.rows else ""

    def reveal(self, target: str) -> None:
        """Open the folders down to a path, as far as they are there, and go to it."""
        at = target.find("/")
        while at >= 0:
            self._open_folder(target[: at + 1])
            at = target.find("/", at + 1)
        self._wanted = target
        self._lay_out()

    def move(self, by: int) -> None:
        """Another row; the tree does not turn around at its ends."""
        self._wanted = ""
        self.cursor = min(max(self.cursor + by, 0), max(len(self.rows) - 1, 0))

    def toggle(self) -> None:
        """Open or close the folder."""
        target = self.target
        if target in self._open:
            self._open.discard(target)
            self._lay_out()
        elif target.endswith("/"):
            self._open_folder(target)

    def open(self) -> None:
        """Open the folder; of an open one, go to what is in it."""
        target = self.target
        if target in self._open:
            self.move(1)
        else:
            self.toggle()

    def close(self) -> None:
        """Close the folder; from anything else, go to the folder that it is in."""
        target = self.target
        if target in self._open:
            self.toggle()
        else:
            self._go_to(target[: target.rfind("/", 0, len(target) - 1) + 1])

    def _open_folder(self, folder: str) -> None:
        self._open.add(folder)
        if folder not in self._content:
            self._list_folder(folder, lambda content: self._take(folder, content))
        self._lay_out()

    def _take(self, folder: str, content: tuple[str, ...]) -> None:
        self._content[folder] = content
        self._lay_out()
        self._changed()

    def _lay_out(self) -> None:
        target = self.target
        self.rows = []
        stack = [("", iter(self._content.get("", ())))]
        while stack:
            _, targets = stack[-1]
            one = next(targets, None)
            if one is None:
                stack.pop()
                continue
            depth = len(stack) - 1
            is_open = one in self._open
            self.rows.append(TreeRow(one, depth, is_open))
            if is_open:
                if one not in self._content:
                    self.rows.append(TreeRow("", depth + 1))
                stack.append((one, iter(self._content.get(one, ()))))
        self.cursor = min(self.cursor, max(len(self.rows) - 1, 0))
        self._go_to(self._wanted or target)
        if self.target == self._wanted:
            self._wanted = ""

    def _go_to(self, target: str) -> None:
        if target:
            places = (place for place, row in enumerate(self.rows) if row.target == target)
            self.cursor = next(places, self.cursor)
