"""Our own JSON, read back."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from agent_tui.exchange.importing.found import Found, ImportProblem
from agent_tui.exchange.own_json import SCHEMA, VERSION, SessionDocument, conversation_of
from agent_tui.protocol.conversations import Conversation
from agent_tui.protocol.messages import ChatMessage, ImagePart


def is_own(value: object) -> bool:
    """Whether this is a document of this program."""
    return isinstance(value, dict) and value.get("schema") == SCHEMA


def found_in_own(value: dict[str, object], place: str) -> Found:
    """The session of a document. Raises `ImportProblem`."""
    version = value.get("version")
    if isinstance(version, int) and version > VERSION:
        raise ImportProblem(
            f"it was exported by a newer version (format {version}, this one reads {VERSION}). "
            "Update agent-tui to import it.",
            place=place,
        )
    try:
        document = msgspec.convert(value, SessionDocument)
    except msgspec.ValidationError as error:
        raise ImportProblem(f"{error}.", place=place) from error
    return Found(_checked(conversation_of(document), place), [])


def _checked(conversation: Conversation, place: str) -> Conversation:
    """Without paths: a file of another machine must not name files of this one."""
    ids = [message.id for message in conversation.messages]
    if not ids:
        raise ImportProblem("there is no message in it.", place=place)
    if len(set(ids)) < len(ids) or not all(ids):
        raise ImportProblem("each message needs an id of its own.", place=f"{place}.messages")
    return replace(conversation, messages=tuple(map(_without_paths, conversation.messages)))


def _without_paths(message: ChatMessage) -> ChatMessage:
    parts = []
    for part in message.parts:
        if isinstance(part, ImagePart) and part.image.path:
            part = replace(part, image=replace(part.image, path=""))
        parts.append(part)
    return replace(message, parts=tuple(parts))
