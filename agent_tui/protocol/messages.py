"""Chat messages: what a session's history consists of.

They are immutable and hold nothing that could refer back to them, so the garbage collector need not
look at them (`gc=False`): a full collection costs the same however long the history is.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from agent_tui.protocol.usage import Usage


class Role(StrEnum):
    """Who speaks. The system prompt is built anew for each turn and is never a message of the
    history."""

    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"


class TextPart(Struct, frozen=True, kw_only=True, tag="text", omit_defaults=True, gc=False):
    """Visible text. is_refusal: the model declined, and this is how it said so."""

    id: str
    text: str
    is_refusal: bool = False


class ThinkingPart(Struct, frozen=True, kw_only=True, tag="thinking", omit_defaults=True, gc=False):
    """Reasoning that the provider chose to show. Never sent back to a model."""

    id: str
    text: str


class ToolCallPart(
    Struct, frozen=True, kw_only=True, tag="tool_call", omit_defaults=True, gc=False
):
    """The model asks for a tool. arguments: the JSON text as received, valid or not."""

    id: str
    call_id: str
    name: str
    arguments: str


class ImageData(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A picture. media_type: "image/png" and so on; data: the file's bytes (base64 in JSON)."""

    media_type: str
    data: bytes


class ToolResultPart(
    Struct, frozen=True, kw_only=True, tag="tool_result", omit_defaults=True, gc=False
):
    """The outcome of one tool call, paired with it by `call_id`.

    text: what the model reads, capped. diff: a unified diff of what was changed, for people. blob:
    absolute path of the whole text when it was capped, else "". elapsed_s: without the time that
    people took to answer.
    """

    id: str
    call_id: str
    text: str
    is_error: bool = False
    diff: str = ""
    images: tuple[ImageData, ...] = ()
    blob: str = ""
    elapsed_s: float = 0.0


Part = TextPart | ThinkingPart | ToolCallPart | ToolResultPart


class ChatMessage(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One entry of the history.

    created: Unix time in seconds. is_interrupted: the turn ended before this message was whole; the
    next request tells the model so. is_superseded: a retry replaced it; kept for the reader, never
    sent to a model.
    """

    id: str
    role: Role
    parts: tuple[Part, ...]
    turn_id: str = ""
    created: float = 0.0
    model: str = ""
    usage: Usage | None = None
    is_interrupted: bool = False
    is_superseded: bool = False

    @property
    def text(self) -> str:
        """The visible text of all text parts, joined without separators."""
        return "".join(part.text for part in self.parts if isinstance(part, TextPart))

    @property
    def tool_calls(self) -> tuple[ToolCallPart, ...]:
        """The tool calls of this message, in the model's order."""
        return tuple(part for part in self.parts if isinstance(part, ToolCallPart))
