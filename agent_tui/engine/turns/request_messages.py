"""From the history, as people see it, to the messages that a model gets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from agent_tui.protocol.messages import (
    ChatMessage,
    Part,
    Role,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)

INTERRUPTED_CALL = "This tool call was interrupted and has no result."
IMAGES_LEFT_OUT = "(Images of an earlier turn were here and are not attached any more.)"
INTERRUPTED_NOTE = "(Note: your previous answer was interrupted before it was complete.)"


def messages_for_request(history: Iterable[ChatMessage]) -> tuple[ChatMessage, ...]:
    """The history in a form that strict servers accept; the history itself stays as it is.

    Left out: superseded messages, thinking, empty answers, and interrupted answers that no prompt
    follows (the coming answer replaces them). Added: results for tool calls without one, and a note
    in the prompt after an interrupted answer. Neighbouring user messages become one. Images are
    sent within their turn only, because they are large and soon out of date.
    """
    wanted = _with_new_images([message for message in history if not message.is_superseded])
    return tuple(_with_merged_prompts(_with_notes(_paired(wanted))))


def _with_new_images(messages: Sequence[ChatMessage]) -> list[ChatMessage]:
    prompts = [index for index, message in enumerate(messages) if message.role is Role.USER]
    start = prompts[-1] if prompts else 0
    turn_id = messages[start].turn_id if prompts else ""
    kept: list[ChatMessage] = []
    for index, message in enumerate(messages):
        is_new = index >= start or (turn_id and message.turn_id == turn_id)
        if message.role is Role.TOOL and not is_new:
            parts = tuple(_without_images(part) for part in message.parts)
            message = replace(message, parts=parts)
        kept.append(message)
    return kept


def _without_images(part: Part) -> Part:
    if not isinstance(part, ToolResultPart) or not part.images:
        return part
    return replace(part, images=(), text=f"{part.text}\n{IMAGES_LEFT_OUT}".lstrip())


def _paired(messages: Sequence[ChatMessage]) -> Iterator[ChatMessage]:
    """Answers cleaned, each followed by exactly one result for each of its calls, in their
    order."""
    for index, message in enumerate(messages):
        if message.role is Role.USER:
            yield message
        elif message.role is Role.ASSISTANT and (answer := _sendable_answer(message)):
            yield answer
            yield from _results(answer, messages, index + 1)


def _sendable_answer(message: ChatMessage) -> ChatMessage | None:
    parts: list[Part] = []
    for part in message.parts:
        if isinstance(part, TextPart) and part.text:
            parts.append(part)
        elif isinstance(part, ToolCallPart) and part.name and part.call_id:
            parts.append(_with_valid_arguments(part))
    return replace(message, parts=tuple(parts)) if parts else None


def _with_valid_arguments(call: ToolCallPart) -> ToolCallPart:
    # Servers that parse the arguments refuse the whole history for one broken call. The call's
    # result tells the model what was wrong with it.
    return call if is_json_object(call.arguments) else replace(call, arguments="{}")


def is_json_object(text: str) -> bool:
    """True when `text` is one JSON object."""
    try:
        return isinstance(msgspec.json.decode(text), dict)
    except (msgspec.DecodeError, UnicodeEncodeError):  # the latter: half a surrogate pair
        return False


def _results(
    answer: ChatMessage, messages: Sequence[ChatMessage], index: int
) -> Iterator[ChatMessage]:
    # Only what stands right behind the answer belongs to it: some servers number their calls anew
    # in each answer, so an id alone does not pair.
    found: dict[str, ToolResultPart] = {}
    while index < len(messages) and messages[index].role is Role.TOOL:
        for part in messages[index].parts:
            if isinstance(part, ToolResultPart):
                found.setdefault(part.call_id, part)
        index += 1
    for call in answer.tool_calls:
        result = found.get(call.call_id) or ToolResultPart(
            id=call.id, call_id=call.call_id, text=INTERRUPTED_CALL, is_error=True
        )
        yield ChatMessage(
            id=result.id,
            role=Role.TOOL,
            parts=(result,),
            turn_id=answer.turn_id,
            created=answer.created,
        )


def _with_notes(messages: Iterable[ChatMessage]) -> Iterator[ChatMessage]:
    """Interrupted answers stay when a prompt follows, which then says so."""
    held: list[
        ChatMessage
    ] = []  # an interrupted answer and its results, until we know what follows
    for message in messages:
        if message.role is Role.ASSISTANT:
            held.clear()
            if message.is_interrupted:
                held.append(message)
                continue
        elif held and message.role is Role.TOOL:
            held.append(message)
            continue
        elif held:
            yield from held
            held.clear()
            message = replace(message, parts=(_text(message, INTERRUPTED_NOTE), *message.parts))
        yield message


def _with_merged_prompts(messages: Iterable[ChatMessage]) -> Iterator[ChatMessage]:
    prompts: list[ChatMessage] = []
    for message in messages:
        if message.role is Role.USER:
            prompts.append(message)
            continue
        if prompts:
            yield _merged(prompts)
            prompts.clear()
        yield message
    if prompts:
        yield _merged(prompts)


def _merged(prompts: Sequence[ChatMessage]) -> ChatMessage:
    last = prompts[-1]
    texts = [part.text for prompt in prompts for part in prompt.parts if isinstance(part, TextPart)]
    return last if len(texts) == 1 else replace(last, parts=(_text(last, "\n\n".join(texts)),))


def _text(message: ChatMessage, text: str) -> TextPart:
    return TextPart(id=message.id, text=text)
