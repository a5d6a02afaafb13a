"""What an edit makes of a history: so much of it stays, and this stands behind it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from agent_tui.engine.turns.history_state import HistoryState
from agent_tui.protocol.history_errors import HistoryInvalid
from agent_tui.protocol.messages import ChatMessage

Messages = tuple[ChatMessage, ...]


class HistoryChange(Struct, frozen=True):
    """kept: so many messages, from the first on, stay as they are. added: what stands behind them
    then. first_index: of the first added one in what the host gave, for texts."""

    kept: int
    added: Messages = ()
    first_index: int = 0


Edit = Callable[[HistoryState], HistoryChange]
"""From the present to a change of it. What it raises goes to whoever asked; nothing is changed."""


def restoring(messages: Iterable[ChatMessage]) -> Edit:
    """Put messages behind the present ones."""
    given = tuple(messages)
    return lambda present: HistoryChange(kept=len(present), added=given)


def replacing(messages: Iterable[ChatMessage]) -> Edit:
    """Let these be the history."""
    given = tuple(messages)

    def edit(present: HistoryState) -> HistoryChange:
        kept = common_count(_all_of(present), given)
        return HistoryChange(kept, given[kept:], first_index=kept)

    return edit


def truncating(count: int) -> Edit:
    """Keep the first `count` messages."""
    if count < 0:
        raise HistoryInvalid(
            f"truncate() takes the number of messages that stay, not {count}. "
            "Use 0 to take all of them away."
        )
    return lambda present: HistoryChange(kept=min(count, len(present)))


def editing(
    change: Callable[[Messages], tuple[object, ...]],
    as_messages: Callable[[tuple[object, ...], int], Messages],
) -> Edit:
    """Let what the function makes of the present be the history.

    as_messages: makes messages of what stands behind those that stay; gets the first one's index.
    """

    def edit(present: HistoryState) -> HistoryChange:
        messages = _all_of(present)
        wanted = change(messages)
        kept = common_count(messages, wanted)
        return HistoryChange(kept, as_messages(wanted[kept:], kept), first_index=kept)

    return edit


def common_count(one: Sequence[object], other: Sequence[object]) -> int:
    """So many messages at the beginning are the same."""
    most = min(len(one), len(other))
    # Tuples are compared by the interpreter itself, which takes identical objects for equal: a long
    # history that was appended to costs microseconds.
    if one[:most] == other[:most]:
        return most
    same, different = 0, most
    while different - same > 1:
        middle = (same + different) // 2
        if one[same:middle] == other[same:middle]:
            same = middle
        else:
            different = middle
    return same


def _all_of(present: HistoryState) -> Messages:
    return (*present.earlier, *present.recent)
