"""A session as JSON, and back: nothing of its present branch is lost but what is one machine's own.

The document: `schema` ("agent-tui/session"), `version` (1), `exported_by`, `session`, `messages`,
`labels`, `pins`, `whole_texts`, `origin`. Messages are written as in the journal; images are base64
in `data`. Permissions are neither written nor read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from agent_tui.exchange.pictures import ReadImage
from agent_tui.protocol.conversations import Conversation
from agent_tui.protocol.messages import ChatMessage, ImagePart, Part, ToolResultPart
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.usage import Usage

SCHEMA = "agent-tui/session"
VERSION = 1


class SessionFacts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """created, updated: Unix time in seconds. usage: of all that was ever asked in it."""

    id: str = ""
    title: str = ""
    cwd: str = ""
    provider: str = ""
    model: str = ""
    created: float = 0.0
    updated: float = 0.0
    context_tokens: int = 0
    usage: Usage = Usage()


class SessionDocument(Struct, frozen=True, kw_only=True):
    """The document; see the top of this file. labels: names of messages by their id."""

    schema: str
    version: int
    exported_by: str = ""
    session: SessionFacts = SessionFacts()
    messages: tuple[ChatMessage, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    pins: tuple[str, ...] = ()
    whole_texts: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""


def json_document(
    conversation: Conversation, read_image: ReadImage, *, has_thinking: bool, program: str
) -> Iterator[str]:
    """The document in pieces, one for each message."""
    info = conversation.info
    facts = SessionFacts(**{name: getattr(info, name) for name in SessionFacts.__struct_fields__})
    document = SessionDocument(
        schema=SCHEMA,
        version=VERSION,
        exported_by=program,
        session=facts,
        labels=conversation.labels,
        pins=conversation.pins,
        whole_texts=conversation.whole_texts,
        origin=conversation.origin,
    )
    head = msgspec.json.encode(document).decode()
    before, _, after = head.partition('"messages":[]')
    yield f'{before}"messages":['
    separator = "\n"
    for message in conversation.messages:
        parts = (_whole(part, read_image) for part in message.parts)
        kept = tuple(part for part in parts if has_thinking or not _is_thinking(part))
        yield separator + msgspec.json.encode(replace(message, parts=kept)).decode()
        separator = ",\n"
    yield f"\n]{after}\n"


def conversation_of(document: SessionDocument) -> Conversation:
    """The conversation, without what only the machine meant that wrote it."""
    facts = document.session
    values = {name: getattr(facts, name) for name in SessionFacts.__struct_fields__}
    return Conversation(
        info=SessionInfo(**values),
        messages=document.messages,
        labels=document.labels,
        pins=document.pins,
        whole_texts=document.whole_texts,
        origin=document.origin,
    )


def _whole(part: Part, read_image: ReadImage) -> Part:
    if isinstance(part, ImagePart):
        data = part.image.data or read_image(part.image)
        return replace(part, image=replace(part.image, data=data, path=""))
    if isinstance(part, ToolResultPart) and part.blob:
        return replace(part, blob="")
    return part


def _is_thinking(part: Part) -> bool:
    return part.__struct_config__.tag == "thinking"
