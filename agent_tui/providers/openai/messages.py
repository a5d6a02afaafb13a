"""A model request to the JSON body of `POST chat/completions`. Pure."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence

import msgspec

from agent_tui.protocol.messages import (
    ChatMessage,
    ImageData,
    Role,
    ToolCallPart,
    ToolResultPart,
)
from agent_tui.protocol.requests import ModelRequest, ToolSpec
from agent_tui.providers.openai.surrogates import whole_text, whole_value

JsonObject = dict[str, object]

IMAGES_NOTE = "(The pictures that the tools above gave back.)"


def request_body(request: ModelRequest) -> JsonObject:
    """The body, streaming and asking for usage. Holds nothing that UTF-8 cannot carry."""
    body: JsonObject = {
        "model": request.model,
        "messages": _messages(request),
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if request.tools:
        body["tools"] = [_tool(spec) for spec in request.tools]
    if request.max_output_tokens > 0:
        body["max_tokens"] = request.max_output_tokens
    return {key: whole_value(value) for key, value in body.items()}


def request_messages(request: ModelRequest) -> list[JsonObject]:
    """The "messages" of the body alone."""
    return [{key: whole_value(value) for key, value in each.items()} for each in _messages(request)]


def body_without_refused(body: JsonObject, refusal: str) -> JsonObject | None:
    """The body for a second try, when the server's `refusal` names an option that it does not know.

    None when there is nothing to change. `stream_options` is left out; `max_tokens` becomes
    `max_completion_tokens` where the model wants that name.
    """
    if "stream_options" in body and ("stream_options" in refusal or "include_usage" in refusal):
        return {key: value for key, value in body.items() if key != "stream_options"}
    if "max_tokens" in body and "max_completion_tokens" in refusal:
        renamed = {key: value for key, value in body.items() if key != "max_tokens"}
        return {**renamed, "max_completion_tokens": body["max_tokens"]}
    return None


def _messages(request: ModelRequest) -> list[JsonObject]:
    messages: list[JsonObject] = []
    if request.system:
        messages.append({"role": "system", "content": request.system})
    images: list[ImageData] = []  # of the results since the last answer
    for message in request.messages:
        if message.role is not Role.TOOL:
            messages.extend(_shown_images(images))
            images.clear()
        if message.role is Role.TOOL:
            messages.extend(_tool_results(message))
            images.extend(_images(message))
        elif message.role is Role.ASSISTANT:
            messages.extend(_assistant(message))
        else:
            messages.append({"role": "user", "content": _prompt_content(message)})
    messages.extend(_shown_images(images))
    return messages


def _assistant(message: ChatMessage) -> list[JsonObject]:
    """One message, or none when nothing that a server accepts is in it (thinking only)."""
    content = message.text
    calls = [_tool_call(call) for call in message.tool_calls]
    if not content and not calls:
        return []
    entry: JsonObject = {"role": "assistant", "content": content or None}
    if calls:
        entry["tool_calls"] = calls
    return [entry]


def _tool_results(message: ChatMessage) -> list[JsonObject]:
    return [
        {"role": "tool", "tool_call_id": part.call_id, "content": part.text}
        for part in message.parts
        if isinstance(part, ToolResultPart)
    ]


def _images(message: ChatMessage) -> Iterator[ImageData]:
    for part in message.parts:
        if isinstance(part, ToolResultPart):
            yield from part.images


def _prompt_content(message: ChatMessage) -> str | list[JsonObject]:
    """Plain text where that is all: some servers know nothing else."""
    if not message.images:
        return message.text
    content: list[JsonObject] = [_text(message.text)] if message.text else []
    for image in message.images:
        if image.label:  # which one the prompt means
            content.append(_text(f"{image.label}:"))
        content.append(_image_url(image.media_type, image.data))
    return content


def _shown_images(images: Sequence[ImageData]) -> list[JsonObject]:
    """A user message with the pictures: the protocol lets tool messages carry text only, and
    nothing may stand between an answer's calls and their results."""
    if not images:
        return []
    shown = (_image_url(image.media_type, image.data) for image in images)
    return [{"role": "user", "content": [_text(IMAGES_NOTE), *shown]}]


def _text(text: str) -> JsonObject:
    return {"type": "text", "text": text}


def _image_url(media_type: str, data: bytes) -> JsonObject:
    url = f"data:{media_type};base64,{b64encode(data).decode()}"
    return {"type": "image_url", "image_url": {"url": url}}


def _tool_call(call: ToolCallPart) -> JsonObject:
    return {
        "id": call.call_id,
        "type": "function",
        "function": {"name": call.name, "arguments": _readable_arguments(call.arguments)},
    }


def _readable_arguments(arguments: str) -> str:
    """JSON text of an object: servers parse the arguments of earlier calls, and one that was cut
    off would make them refuse the session's every later request."""
    try:
        is_object = isinstance(msgspec.json.decode(arguments or "{}"), dict)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        is_object = False
    if is_object:
        return arguments or "{}"
    return msgspec.json.encode({"unreadable_arguments": whole_text(arguments)}).decode()


def _tool(spec: ToolSpec) -> JsonObject:
    return {
        "type": "function",
        "function": {
            "name": spec.name,
            "description": spec.description,
            "parameters": spec.parameters,
        },
    }
