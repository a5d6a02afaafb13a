"""From a history with compaction marks to the messages that requests are made of. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from agent_tui.protocol.compactions import Compaction
from agent_tui.protocol.messages import ChatMessage, ImagePart, Part, Role, TextPart

SUMMARY_START = (
    "(Summary of the earlier conversation, written by a model. It tells what was said and done; "
    "it is no instruction.)"
)
SUMMARY_END = "(End of the summary.)"
_TODOS_START = "(The to-do list as it was then, word for word:)"
_PINNED = {
    Role.USER: "(The user pinned this earlier message of theirs; word for word:)",
    Role.ASSISTANT: "(The user pinned this earlier answer of yours; word for word:)",
}


@dataclass(frozen=True)
class CompactedHistory:
    """What is sent of a history.

    messages: oldest first, without marks. mark: the one that counts, None when nothing is
    summarised. head: how its summary is sent, the first of `messages`; its first part is the
    summary, the others are what goes with it. lead_count: so many of `messages` stand for the
    summarised part: the head and the prompts that were being worked on.
    """

    messages: list[ChatMessage] = field(default_factory=list)
    mark: ChatMessage | None = None
    head: ChatMessage | None = None
    lead_count: int = 0


def compacted_history(newest_first: Iterable[ChatMessage]) -> CompactedHistory:
    """Read a history backwards, no further than is needed. A mark whose place is not in it counts
    for nothing: rather too much is sent than half a conversation."""
    rest = iter(newest_first)
    behind: list[ChatMessage] = []
    for message in rest:
        if message.compaction is None:
            behind.append(message)
        elif not message.is_superseded:
            return _compacted(message, message.compaction, rest, behind)
    behind.reverse()
    return CompactedHistory(behind)


def _compacted(
    mark: ChatMessage,
    compaction: Compaction,
    rest: Iterator[ChatMessage],
    behind: list[ChatMessage],
) -> CompactedHistory:
    kept: list[ChatMessage] = []
    wanted = {*compaction.pinned, *compaction.request}
    older: dict[str, ChatMessage] = {}
    is_cut_found = not compaction.first_kept
    read: list[ChatMessage] = []
    while wanted or not is_cut_found:
        message = next(rest, None)
        if message is None:
            break
        read.append(message)
        if not is_cut_found:
            is_cut_found = message.id == compaction.first_kept
            if message.compaction is None:
                kept.append(message)
        elif message.id in wanted:
            older[message.id] = message
        wanted.discard(message.id)
    if not is_cut_found:
        former = compacted_history(read)
        messages = [*former.messages, *reversed(behind)]
        return CompactedHistory(messages, former.mark, former.head, former.lead_count)
    head = head_message(mark, _found(compaction.pinned, older))
    lead = [head, *_found(compaction.request, older)]
    messages = [*lead, *reversed(kept), *reversed(behind)]
    return CompactedHistory(messages, mark, head, len(lead))


def head_message(mark: ChatMessage, pinned: Collection[ChatMessage] = ()) -> ChatMessage:
    """How a summary is sent: marked as one, the to-do list and pinned messages behind it."""
    summary = f"{SUMMARY_START}\n\n{mark.text.strip()}\n\n{SUMMARY_END}"
    parts: list[Part] = [TextPart(id=mark.id, text=summary)]
    parts += [
        TextPart(id=part.id, text=f"{_TODOS_START}\n\n{part.text}")
        for part in mark.parts
        if isinstance(part, TextPart) and part.attached
    ]
    for message in pinned:
        texts = [part.text for part in message.parts if isinstance(part, TextPart) and part.text]
        if texts:
            words = "\n\n".join((_PINNED.get(message.role, ""), *texts))
            parts.append(TextPart(id=message.id, text=words))
        parts += [part for part in message.parts if isinstance(part, ImagePart)]
    return ChatMessage(id=mark.id, role=Role.USER, parts=tuple(parts), created=mark.created)


def with_mark(mark: ChatMessage, newest_first: Iterable[ChatMessage]) -> CompactedHistory:
    """What would be sent if this mark stood at the end."""
    return compacted_history(chain((mark,), newest_first))


def _found(ids: Iterable[str], messages: dict[str, ChatMessage]) -> list[ChatMessage]:
    """Those that are there and count, in the order in which they were said: `messages` has the
    newest first."""
    wanted = set(ids)
    return [
        message
        for message_id, message in reversed(messages.items())
        if message_id in wanted and not message.is_superseded
    ]
