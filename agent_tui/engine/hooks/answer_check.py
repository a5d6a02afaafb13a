"""Whether what a hook returned is an answer at its point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from agent_tui.protocol.hook_answers import (
    Block,
    GoOn,
    RewrittenArguments,
    RewrittenPrompt,
    RewrittenRequest,
    RewrittenResult,
    Stop,
)
from agent_tui.protocol.hook_points import ANSWERS, HookPoint
from agent_tui.protocol.messages import ChatMessage, ToolResultPart
from agent_tui.protocol.requests import ModelRequest, ToolSpec


def answer_problem(point: HookPoint, value: object) -> str:
    """Why a value is no answer at a point, to stand behind the hook's name; "" when it is one."""
    if not isinstance(value, ANSWERS[point]):
        return f"returned {type(value).__name__}, which is no answer at {point}"
    match value:
        case Block(reason=text) | Stop(reason=text) | GoOn(instruction=text):
            return "" if isinstance(text, str) else "gave a reason that is no text"
        case RewrittenPrompt(text=text):
            return "" if isinstance(text, str) and text.strip() else "returned an empty prompt"
        case RewrittenResult(text=text):
            return "" if isinstance(text, str) else "returned a result that is no text"
        case RewrittenArguments(arguments=arguments):
            return _arguments_problem(arguments)
        case RewrittenRequest(request=request):
            return _request_problem(request)
        case _:
            return ""


def _arguments_problem(arguments: object) -> str:
    if isinstance(arguments, str):
        return ""  # the tool looks at it
    try:
        if isinstance(arguments, Mapping) and msgspec.json.encode(dict(arguments)):
            return ""
    except (TypeError, ValueError, RecursionError):
        pass
    return "returned arguments that are no JSON object"


def _request_problem(request: object) -> str:
    if not isinstance(request, ModelRequest):
        return f"returned {type(request).__name__} for a request"
    is_named = isinstance(request.model, str) and request.model.strip()
    if not is_named or not isinstance(request.system, str):
        return "returned a request without a model, or with a system prompt that is no text"
    if not _consists_of(request.tools, ToolSpec):
        return "returned a request whose tools are none"
    if not request.messages or not _consists_of(request.messages, ChatMessage):
        return "returned a request without messages"
    return _pairing_problem(request.messages)


def _consists_of(values: object, kind: type) -> bool:
    return isinstance(values, tuple) and all(isinstance(one, kind) for one in values)


def _pairing_problem(messages: Sequence[ChatMessage]) -> str:
    """Servers refuse a history in which calls and results do not fit together."""
    is_open: set[str] = set()
    for message in messages:
        for part in message.parts:
            if isinstance(part, ToolResultPart):
                if part.call_id not in is_open:
                    return "returned a request with a tool result that no call stands before"
                is_open.discard(part.call_id)
        if is_open and message.tool_calls:
            break
        is_open.update(call.call_id for call in message.tool_calls)
    return "returned a request with a tool call that has no result" if is_open else ""
