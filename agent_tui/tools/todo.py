"""The tool todo: the model's own list of what is to do, kept for the session."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from agent_tui.protocol.tools import ToolContext, ToolResult
from agent_tui.tools.typed_tool import TypedTool


class TodoStatus(StrEnum):
    """How far an item is."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    DONE = "done"


_MARKS = {TodoStatus.PENDING: "[ ]", TodoStatus.IN_PROGRESS: "[>]", TodoStatus.DONE: "[x]"}


class TodoItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step of the task."""

    text: Annotated[
        str, Meta(description="What is to do, in one line.", pattern=r"\S", max_length=500)
    ]
    status: Annotated[TodoStatus, Meta(description="How far it is.")] = TodoStatus.PENDING


class TodoArguments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The list, or nothing to read it back."""

    items: Annotated[
        Annotated[tuple[TodoItem, ...], Meta(max_length=100)] | None,
        Meta(
            description="The whole list in its order; it replaces the former one. Left out: the "
            "list is only read back."
        ),
    ] = None


class TodoList:
    """The list of one session: what the last call in its history wrote, so that it is there again
    after a resume, and as it was then after a rewind; in memory where there is no history."""

    def __init__(self) -> None:
        self._items: tuple[TodoItem, ...] = ()
        self._past: Callable[[str], Iterator[str]] = lambda _: iter(())

    def recall(self, past_arguments: Callable[[str], Iterator[str]]) -> None:
        """See `RecallsCalls`."""
        self._past = past_arguments

    def replace(self, items: tuple[TodoItem, ...]) -> None:
        """Another list from now on."""
        self._items = items

    @property
    def items(self) -> tuple[TodoItem, ...]:
        """The list as it is."""
        for arguments in self._past(Todo.name):
            items = _items_of(arguments)
            if items is not None:
                return items
        return self._items


class Todo(TypedTool[TodoArguments]):
    """Touches nothing but the session's memory."""

    name = "todo"
    description = (
        "Write down the steps of a task that has several, and keep their status up to date while "
        "you work: always the whole list, one item in progress at a time. Without items it gives "
        "the present list."
    )
    arguments_type = TodoArguments

    def summary(self, arguments: TodoArguments) -> str:
        """See `Tool`."""
        if arguments.items is None:
            return "Read the to-do list"
        return f"Update the to-do list ({_progress(arguments.items)})"

    async def run(self, arguments: TodoArguments, context: ToolContext) -> ToolResult:
        """See `Tool`."""
        kept = context.state(TodoList)
        if arguments.items is None:
            return ToolResult(text=_told(kept.items))
        kept.replace(arguments.items)
        return ToolResult(text=_told(arguments.items))


def _items_of(arguments: str) -> tuple[TodoItem, ...] | None:
    try:
        return msgspec.json.decode(arguments or "{}", type=TodoArguments).items
    except (ValueError, RecursionError):
        return None


def _progress(items: Sequence[TodoItem]) -> str:
    done = sum(item.status is TodoStatus.DONE for item in items)
    return f"{done} of {len(items)} done"


def _told(items: Sequence[TodoItem]) -> str:
    if not items:
        return "The to-do list is empty."
    lines = [f"{_MARKS[item.status]} {' '.join(item.text.split())}" for item in items]
    text = "\n".join((f"{_progress(items)}", *lines))
    if sum(item.status is TodoStatus.IN_PROGRESS for item in items) > 1:
        text += "\n\nMore than one item is in progress ([>]); finish one before the next."
    return text
