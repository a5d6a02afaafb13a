"""What the next request consists of, by source. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import ceil

from agent_tui.engine.turns.context_window import estimated_tokens
from agent_tui.protocol.messages import ChatMessage, ImagePart, Part, Role, ToolResultPart
from agent_tui.protocol.session_events import ContextPart, ContextSource

_SOURCES = {
    Role.USER: ContextSource.PROMPTS,
    Role.ASSISTANT: ContextSource.ANSWERS,
    Role.TOOL: ContextSource.TOOL_RESULTS,
}


def message_parts(
    messages: Iterable[ChatMessage], head: ChatMessage | None = None
) -> list[ContextPart]:
    """Summary, pinned messages, prompts, answers, tool results and images, each with its estimated
    tokens. head: what begins with a summary, the first of `messages`, perhaps in one with the
    prompts behind it."""
    tokens: Counter[ContextSource] = Counter()
    counts: Counter[ContextSource] = Counter()
    for message in messages:
        source = _SOURCES[message.role]
        images = _images(message)
        in_images = _tokens(images) if images is not None else 0
        tokens[ContextSource.IMAGES] += in_images
        counts[ContextSource.IMAGES] += _image_count(message)
        tokens[source] += _tokens(message) - in_images
        counts[source] += 1
    if head is not None:
        _split_head(head, tokens, counts)
    always = (ContextSource.PROMPTS, ContextSource.ANSWERS, ContextSource.TOOL_RESULTS)
    return [
        ContextPart(source=source, tokens=max(tokens[source], 0), count=counts[source])
        for source in ContextSource
        if source in always or tokens[source] > 0
    ]


def _split_head(
    head: ChatMessage, tokens: Counter[ContextSource], counts: Counter[ContextSource]
) -> None:
    summary = _tokens(_with_parts(head, head.parts[:1]))
    others = [part for part in head.parts[1:] if not isinstance(part, ImagePart)]
    pinned = _tokens(_with_parts(head, tuple(others))) if others else 0
    tokens[ContextSource.SUMMARY] += summary
    tokens[ContextSource.PINNED] += pinned
    counts[ContextSource.PINNED] += len(others)
    tokens[ContextSource.PROMPTS] -= summary + pinned


def _images(message: ChatMessage) -> ChatMessage | None:
    """The message with nothing but its images, None when it has none."""
    parts = tuple(
        ToolResultPart(id=part.id, call_id="", text="", images=part.images)
        if isinstance(part, ToolResultPart)
        else part
        for part in message.parts
        if isinstance(part, ImagePart) or (isinstance(part, ToolResultPart) and part.images)
    )
    return _with_parts(message, parts) if parts else None


def _image_count(message: ChatMessage) -> int:
    return sum(
        len(part.images) if isinstance(part, ToolResultPart) else isinstance(part, ImagePart)
        for part in message.parts
    )


def _with_parts(message: ChatMessage, parts: tuple[Part, ...]) -> ChatMessage:
    return ChatMessage(id=message.id, role=message.role, parts=parts)


def _tokens(message: ChatMessage) -> int:
    return ceil(estimated_tokens((message,)))
