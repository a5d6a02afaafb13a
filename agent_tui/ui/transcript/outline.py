"""The turns of a transcript, one entry each: what was asked, what it touched, how it went."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct

from agent_tui.protocol.results import TurnResult
from agent_tui.ui.render.todo_entries import TodoEntry
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.items.prompt_item import PromptItem
from agent_tui.ui.transcript.items.tool_call_item import ToolCallItem
from agent_tui.ui.transcript.items.turn_end_item import TurnEndItem
from agent_tui.ui.transcript.layout import Layout


class TurnEntry(Struct):
    """One turn. number: of its prompt's item. files: what its calls changed, in order, each once.
    failures: calls that failed. todos: the last checklist. result: None while it runs, and for
    turns of a stored history, whose results are not kept."""

    number: int
    head: str
    files: tuple[str, ...] = ()
    failures: int = 0
    todos: tuple[TodoEntry, ...] = ()
    result: TurnResult | None = None


class Outline:
    """Follows a layout. `update` costs what was added since the last one, and the last turn once
    more, because calls get their results late."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._first = self._end = layout.end  # items that were read
        self._entries: list[TurnEntry] = []
        self._orphans: list[Item] = []  # read items, newest first, whose prompt is further up

    @property
    def entries(self) -> Sequence[TurnEntry]:
        """The turns that were read so far, oldest first."""
        return self._entries

    @property
    def is_whole(self) -> bool:
        """Everything above was read, too."""
        return self._first <= self._layout.first

    def clear(self) -> None:
        """Begin anew: the layout shows another session."""
        self._first = self._end = self._layout.end
        self._entries.clear()
        self._orphans.clear()

    def update(self) -> None:
        """Read what was added at the end, and the last turn again."""
        start = self._entries[-1].number if self._entries else self._end
        for number in range(start, self._layout.end):
            item = self._layout.item(number)
            if item.opens_turn:
                if self._entries and self._entries[-1].number == number:
                    self._entries.pop()
                self._entries.append(_opened(number, item))
            elif self._entries:
                _read(self._entries[-1], item)
            else:
                self._orphans.insert(0, item)
        self._end = self._layout.end

    def read_above(self, count: int) -> None:
        """Read up to so many items above those that were read."""
        for number in range(self._first - 1, max(self._first - count, self._layout.first) - 1, -1):
            item = self._layout.item(number)
            if not item.opens_turn:
                self._orphans.append(item)
                continue
            entry = _opened(number, item)
            for orphan in reversed(self._orphans):
                _read(entry, orphan)
            self._orphans.clear()
            self._entries.insert(0, entry)
        self._first = max(self._first - count, self._layout.first)

    def place_of(self, number: int) -> int:
        """The place among `entries` of the turn that an item belongs to, -1 above the first."""
        return bisect_right(self._entries, number, key=lambda entry: entry.number) - 1

    def todos(self) -> tuple[TodoEntry, ...]:
        """The latest checklist."""
        return next((entry.todos for entry in reversed(self._entries) if entry.todos), ())

    def files(self) -> dict[str, int]:
        """Changed files, last changed first, and in how many turns they were changed."""
        counts: dict[str, int] = {}
        for entry in reversed(self._entries):
            for path in entry.files:
                counts[path] = counts.get(path, 0) + 1
        return counts


def _opened(number: int, item: Item) -> TurnEntry:
    return TurnEntry(number=number, head=item.head if isinstance(item, PromptItem) else "")


def _read(entry: TurnEntry, item: Item) -> None:
    if isinstance(item, ToolCallItem):
        entry.failures += item.has_failed
        entry.todos = item.todos or entry.todos
        path = item.changed_path
        if path and path not in entry.files:
            entry.files = (*entry.files, path)
    elif isinstance(item, TurnEndItem):
        entry.result = item.result
