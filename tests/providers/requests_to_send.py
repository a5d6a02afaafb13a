"""Builders for the requests and messages that provider tests send."""

from __future__ import annotations

from agent_tui.protocol.messages import (
    ChatMessage,
    Part,
    Role,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)
from agent_tui.protocol.requests import ModelRequest, StreamItem, TextDelta, ToolSpec


def user(text: str, *, message_id: str = "u1") -> ChatMessage:
    return ChatMessage(id=message_id, role=Role.USER, parts=(TextPart(id="p", text=text),))


def assistant(*parts: Part) -> ChatMessage:
    return ChatMessage(id="a1", role=Role.ASSISTANT, parts=parts)


def tool_call(name: str, arguments: str = "{}", *, call_id: str = "c1") -> ToolCallPart:
    return ToolCallPart(id="p", call_id=call_id, name=name, arguments=arguments)


def tool_result(text: str, *, call_id: str = "c1", is_error: bool = False) -> ChatMessage:
    part = ToolResultPart(id="p", call_id=call_id, text=text, is_error=is_error)
    return ChatMessage(id="t1", role=Role.TOOL, parts=(part,))


def tool_spec(name: str, *properties: str) -> ToolSpec:
    schema = {name: {"type": "string"} for name in properties}
    return ToolSpec(
        name=name, description="A tool.", parameters={"type": "object", "properties": schema}
    )


def request(
    *messages: ChatMessage | str, tools: tuple[ToolSpec, ...] = (), model: str = "m"
) -> ModelRequest:
    history = tuple(user(entry) if isinstance(entry, str) else entry for entry in messages)
    return ModelRequest(model=model, messages=history or (user("Hello"),), tools=tools)


def text_of(items: list[StreamItem]) -> str:
    return "".join(item.text for item in items if isinstance(item, TextDelta))
