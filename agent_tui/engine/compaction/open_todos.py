"""The model's to-do list, as its last call in a history left it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from agent_tui.engine.tool_calls.past_calls import past_arguments
from agent_tui.protocol.messages import ChatMessage

TODO_TOOL = "todo"
_DONE = "done"
_MARKS = {"in_progress": "[>]", _DONE: "[x]"}


class _Item(Struct, frozen=True):
    text: str
    status: str = "pending"


class _Call(Struct, frozen=True):
    items: tuple[_Item, ...] | None = None


def open_todos(newest_first: Iterable[ChatMessage]) -> str:
    """The list as text, one item a line; "" when there is none, or all of it is done."""
    items = _last_items(newest_first)
    if all(item.status == _DONE for item in items):
        return ""
    return "\n".join(f"{_MARKS.get(item.status, '[ ]')} {item.text}" for item in items)


def _last_items(newest_first: Iterable[ChatMessage]) -> tuple[_Item, ...]:
    for arguments in past_arguments(newest_first, TODO_TOOL):
        items = _items_of(arguments)
        if items is not None:
            return items
    return ()


def _items_of(arguments: str) -> tuple[_Item, ...] | None:
    try:
        return msgspec.json.decode(arguments, type=_Call).items
    except (ValueError, RecursionError):
        return None
