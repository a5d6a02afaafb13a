"""What of a message can be found: the text that is indexed, and shown around a hit."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from agent_tui.protocol.messages import (
    ChatMessage,
    Role,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)
from agent_tui.protocol.session_search import Speaker
from agent_tui.storage.search.words import composed

# Characters of one part. What people and models write is short; a log of megabytes would make the
# index as large as the journals, and is found by how it begins.
_MOST_SAID, _MOST_ARGUMENTS, _MOST_RESULT = 100_000, 4_000, 4_000


def speaker_of(message: ChatMessage) -> Speaker:
    """Whose words a message is."""
    if message.shell is not None:
        return Speaker.SHELL
    if message.is_prompt:
        return Speaker.YOU
    return Speaker.TOOL if message.role is Role.TOOL else Speaker.AGENT


def found_text(message: ChatMessage) -> str:
    """Its text, line by line: what was written, the arguments of calls, the beginning of results.
    "" when there is nothing to find."""
    if message.shell is not None:
        return composed(f"{message.shell.command}\n{message.text[:_MOST_RESULT]}")
    return composed("\n".join(_texts(message)))


def _texts(message: ChatMessage) -> Iterator[str]:
    for part in message.parts:
        match part:
            case TextPart(text=text, attached=""):
                yield text[:_MOST_SAID]
            case TextPart(attached=name):
                yield name
            case ToolCallPart(name=name, arguments=arguments):
                yield f"{name} {_readable(arguments)}"
            case ToolResultPart(text=text):
                yield text[:_MOST_RESULT]
            case _:
                pass  # thinking is no part of the conversation; images have no text


def _readable(arguments: str) -> str:
    """The strings and numbers in a JSON text, with the escapes undone."""
    try:
        value = msgspec.json.decode(arguments)
    except (ValueError, RecursionError):
        return arguments[:_MOST_ARGUMENTS]
    return " ".join(_leaves(value))[:_MOST_ARGUMENTS]


def _leaves(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case bool() | None:
            pass
        case int() | float():
            yield str(value)
        case dict():
            for item in value.values():
                yield from _leaves(item)
        case list():
            for item in value:
                yield from _leaves(item)
