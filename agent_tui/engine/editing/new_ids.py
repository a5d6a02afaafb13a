"""Messages that are about to stand elsewhere in the tree get ids of their own. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from agent_tui.protocol.compactions import Compaction
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import (
    ChatMessage,
    ImagePart,
    Part,
    TextPart,
    ThinkingPart,
    ToolCallPart,
    ToolResultPart,
)


def with_new_ids(
    messages: Sequence[ChatMessage], *, turn_id: str, now: float, hide: Callable[[str], str]
) -> tuple[tuple[ChatMessage, ...], dict[str, str]]:
    """The messages under new ids, and these by the old ones.

    A later form of a message changes it on all branches of a journal, so nothing may come a second
    time under its old id. What an answer took was counted where it was said: these have no usage.
    turn_id: of the message before; one without a turn of its own gets that, prompts get a new one.
    now: Unix time, for those without a time. hide: see `EngineOptions.hide_secrets`.
    """
    ids: dict[str, str] = {}
    made: list[ChatMessage] = []
    for message in messages:
        if message.turn_id or message.is_prompt:
            turn_id = message.turn_id or new_id()
        fresh = ids[message.id] = new_id()
        made.append(
            replace(
                message,
                id=fresh,
                parts=tuple(_part(part, hide) for part in message.parts),
                turn_id=turn_id,
                created=message.created or now,
                usage=None,
            )
        )
    return tuple(_with_mark(message, ids) for message in made), ids


def _with_mark(message: ChatMessage, ids: Mapping[str, str]) -> ChatMessage:
    mark = message.compaction
    return message if mark is None else replace(message, compaction=_mark(mark, ids))


def _mark(mark: Compaction, ids: Mapping[str, str]) -> Compaction:
    return replace(
        mark,
        first_kept=ids.get(mark.first_kept, mark.first_kept),
        pinned=tuple(ids.get(one, one) for one in mark.pinned),
        request=tuple(ids.get(one, one) for one in mark.request),
    )


def _part(part: Part, hide: Callable[[str], str]) -> Part:
    match part:
        case TextPart(text=text) | ThinkingPart(text=text) | ToolResultPart(text=text):
            return replace(part, id=new_id(), text=hide(text))
        case ToolCallPart(arguments=arguments):
            return replace(part, id=new_id(), arguments=hide(arguments))
        case ImagePart():
            return replace(part, id=new_id())
