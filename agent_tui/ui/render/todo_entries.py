"""The checklist that a todo call carries in its arguments."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from agent_tui.ui.render.call_arguments import text_argument
from agent_tui.ui.render.one_line import one_line


class TodoState(StrEnum):
    """How far an entry is."""

    OPEN = "open"
    ACTIVE = "active"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def mark(self) -> str:
        """The sign in front of an entry."""
        return {"open": "○", "active": "◐", "done": "✓", "dropped": "✗"}[self]


class TodoEntry(Struct, frozen=True, gc=False):
    """One line of a checklist, harmless."""

    state: TodoState
    text: str


_STATES = {
    "active": TodoState.ACTIVE,
    "in_progress": TodoState.ACTIVE,
    "done": TodoState.DONE,
    "completed": TodoState.DONE,
    "dropped": TodoState.DROPPED,
    "cancelled": TodoState.DROPPED,
}


def todo_entries(values: Mapping[str, object]) -> tuple[TodoEntry, ...]:
    """The entries in their order; () when the arguments hold no list."""
    items = next((value for value in values.values() if isinstance(value, list)), [])
    return tuple(entry for item in items if (entry := _entry(item)).text)


def _entry(item: object) -> TodoEntry:
    if not isinstance(item, dict):
        return TodoEntry(TodoState.OPEN, one_line(item) if isinstance(item, str) else "")
    state = _STATES.get(text_argument(item, "status", "state"), TodoState.OPEN)
    return TodoEntry(state, one_line(text_argument(item, "text", "content", "title", "task")))
