"""What the engine sends to a provider, and what streams back."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.status import FinishReason
from agent_tui.protocol.usage import Usage


class ToolSpec(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A tool that the model may call. parameters: a JSON schema of type object."""

    name: str
    description: str
    parameters: dict[str, object]


class ModelRequest(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One step's request. messages: history, oldest first, already repaired (every tool call has
    its result, superseded messages left out). system: "" for none. max_output_tokens: 0 for the
    provider's default."""

    model: str
    messages: tuple[ChatMessage, ...]
    system: str = ""
    tools: tuple[ToolSpec, ...] = ()
    max_output_tokens: int = 0


class TextDelta(Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """More visible text. is_refusal: it belongs to the model's refusal."""

    text: str
    is_refusal: bool = False


class ThinkingDelta(Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """More reasoning text."""

    text: str


class ToolCallDelta(Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """More of a tool call. index: which call of this step; call_id and name come with its first
    delta (a provider that sends none gets a made-up call_id); arguments: next piece of JSON
    text."""

    index: int
    call_id: str = ""
    name: str = ""
    arguments: str = ""


class UsageReported(Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """Token counts of this step. A later report replaces an earlier one."""

    usage: Usage


class StreamFinished(Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """The model stopped. Usage may still follow. Streams of servers that never say why end
    without it."""

    finish_reason: FinishReason


StreamItem = TextDelta | ThinkingDelta | ToolCallDelta | UsageReported | StreamFinished
