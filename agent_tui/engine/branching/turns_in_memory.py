"""The turns of a history that is in memory, for sessions that are not stored."""

from __future__ import annotations

from collections.abc import Iterable

from agent_tui.protocol.branches import TreeTurn
from agent_tui.protocol.messages import ChatMessage, Role

_MOST_HEAD = 300  # characters


def turns_of(messages: Iterable[ChatMessage]) -> tuple[TreeTurn, ...]:
    """One branch, oldest turn first."""
    turns: list[list[ChatMessage]] = []
    for message in messages:
        if not turns or begins_turn(message, turns[-1][-1]):
            turns.append([])
        turns[-1].append(message)
    listed: list[TreeTurn] = []
    for turn in turns:
        listed.append(_turn(turn, parent=listed[-1].id if listed else ""))
    return tuple(listed)


def begins_turn(message: ChatMessage, before: ChatMessage | None) -> bool:
    """A prompt begins a turn unless it was sent to the running one. before: the message before
    it."""
    if not message.is_prompt:
        return False
    return before is None or not message.turn_id or message.turn_id != before.turn_id


def _turn(messages: list[ChatMessage], *, parent: str) -> TreeTurn:
    first, last = messages[0], messages[-1]
    for message in reversed(messages):
        if not (message.is_superseded or message.shell or message.compaction):
            last = message
            break
    is_whole = last.role is Role.ASSISTANT and not last.is_interrupted and not last.tool_calls
    return TreeTurn(
        id=first.id,
        tip=messages[-1].id,
        parent=parent,
        head=" ".join(first.text[: 2 * _MOST_HEAD].split())[:_MOST_HEAD] if first.is_prompt else "",
        created=first.created,
        message_count=len(messages),
        has_failed=not is_whole,
        is_current=True,
    )
