"""Whether a chat completion request is one that a strict server takes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_ROLES = ("system", "user", "assistant", "tool")
_PART_FIELDS = {"text": "text", "image_url": "image_url"}


def problems(body: dict[str, Any]) -> list[str]:
    """What is wrong with a request's body, as sentences with the place; empty when nothing is."""
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        return ["there are no messages"]
    found = list(_pairing(messages))
    for at, message in enumerate(messages):
        found += (f"message {at}: {problem}" for problem in _in_message(at, message))
    if messages[-1].get("role") not in ("user", "tool"):
        found.append("the last message is nothing that can be answered")
    if not isinstance(body.get("model"), str) or not body["model"]:
        found.append("no model is named")
    return found


def _in_message(at: int, message: dict[str, Any]) -> Iterator[str]:
    role = message.get("role")
    if role not in _ROLES:
        yield f"unknown role {role!r}"
    if role == "system" and at:
        yield "a system message that is not the first"
    yield from _in_content(message)
    if role == "assistant":
        for call in message.get("tool_calls", []):
            yield from _in_call(call)
    elif "tool_calls" in message:
        yield f"a message of {role} calls tools"
    if message.get("tool_calls") == []:
        yield "an empty list of calls"


def _in_content(message: dict[str, Any]) -> Iterator[str]:
    content = message.get("content")
    match content:
        case None:
            if not message.get("tool_calls"):
                yield "no content"
        case str():
            if not content.strip():
                yield "empty content"
            yield from _in_text(content)
        case list():
            if not content or message["role"] == "tool":
                yield "a list of parts where none may be, or without parts"
            for part in content:
                field = _PART_FIELDS.get(part.get("type"), "")
                if not field or not part.get(field):
                    yield f"a part without content: {part!r:.80}"
        case _:
            yield f"content of the type {type(content).__name__}"


def _in_text(text: str) -> Iterator[str]:
    if any("\ud800" <= character <= "\udfff" for character in text):
        yield "half a surrogate pair"


def _in_call(call: dict[str, Any]) -> Iterator[str]:
    function = call.get("function", {})
    if call.get("type") != "function" or not call.get("id"):
        yield f"a call without id or type: {call!r:.80}"
    if not _NAME.fullmatch(function.get("name", "")):
        yield f"a call of {function.get('name')!r}"
    try:
        is_object = isinstance(json.loads(function.get("arguments", "")), dict)
    except ValueError:
        is_object = False
    if not is_object:
        yield f"arguments that are no JSON object: {function.get('arguments')!r:.80}"


def _pairing(messages: list[dict[str, Any]]) -> Iterator[str]:
    """Each call has its one result, directly behind the message that calls."""
    open_ids: list[str] = []
    known: set[str] = set()
    for at, message in enumerate(messages):
        if message.get("role") == "tool":
            call_id = message.get("tool_call_id")
            if call_id not in open_ids:
                yield f"message {at}: a result for {call_id!r}, which nobody called here"
            else:
                open_ids.remove(call_id)
            continue
        if open_ids:
            yield f"message {at}: comes before the results of {', '.join(open_ids)}"
        open_ids = [call.get("id", "") for call in message.get("tool_calls") or ()]
        if len(set(open_ids)) < len(open_ids) or known.intersection(open_ids):
            yield f"message {at}: an id of a call that was used before"
        known.update(open_ids)
    if open_ids:
        yield f"no results for {', '.join(open_ids)}"
