"""A conversation without secrets."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from agent_tui.protocol.conversations import Conversation
from agent_tui.protocol.messages import (
    ChatMessage,
    ImagePart,
    Part,
    ToolCallPart,
    ToolResultPart,
)
from agent_tui.protocol.secrets import NO_SECRETS, KnownSecrets, without_secrets


def hiding(known: KnownSecrets = NO_SECRETS, *, by_shape: bool = True) -> Callable[[str], str]:
    """What hides secrets in a text: known keys always, everything of a secret's shape by
    choice."""
    return (lambda text: without_secrets(text, known)) if by_shape else known.hide


def redacted(conversation: Conversation, hide: Callable[[str], str]) -> Conversation:
    """All its texts through `hide`."""
    info = conversation.info
    return replace(
        conversation,
        info=replace(info, title=hide(info.title)),
        messages=tuple(redacted_message(message, hide) for message in conversation.messages),
        labels={key: hide(label) for key, label in conversation.labels.items()},
        whole_texts={key: hide(text) for key, text in conversation.whole_texts.items()},
    )


def redacted_message(message: ChatMessage, hide: Callable[[str], str]) -> ChatMessage:
    """All its texts through `hide`; the same object when that changes nothing."""
    parts = tuple(_redacted_part(part, hide) for part in message.parts)
    shell = message.shell
    if shell is not None:
        shell = replace(shell, command=hide(shell.command))
    changed = replace(message, parts=parts, shell=shell)
    return message if changed == message else changed


def _redacted_part(part: Part, hide: Callable[[str], str]) -> Part:
    match part:
        case ToolCallPart():
            return replace(part, arguments=hide(part.arguments))
        case ToolResultPart():
            return replace(part, text=hide(part.text), diff=hide(part.diff))
        case ImagePart():
            return part
        case _:
            return replace(part, text=hide(part.text))
