"""Whether messages that a host gives can stand in a history. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agent_tui.protocol.history_errors import HistoryInvalid
from agent_tui.protocol.messages import (
    ChatMessage,
    ImagePart,
    Part,
    Role,
    TextPart,
    ThinkingPart,
    ToolCallPart,
    ToolResultPart,
)

_PARTS: dict[Role, tuple[type, ...]] = {
    Role.USER: (TextPart, ImagePart),
    Role.ASSISTANT: (TextPart, ThinkingPart, ToolCallPart),
    Role.TOOL: (ToolResultPart,),
}


def check_messages(
    messages: Iterable[ChatMessage], newest_before: Iterator[ChatMessage], *, first_index: int = 0
) -> None:
    """Raise `HistoryInvalid`, which names the index of the first message that cannot stand here.

    newest_before: what stands before them, backwards; it is read no further than to the last
    answer. Calls without a result are valid: requests say that they were interrupted.
    """
    calls = _OpenCalls(newest_before)
    for index, message in enumerate(messages, first_index):
        problem = _problem_of(message)
        if not problem and not _is_beside(message):
            problem = calls.problem_with(message)
        if problem:
            raise HistoryInvalid(f"Message {index} {problem} Nothing was changed.", index=index)


class _OpenCalls:
    """The calls of the last answer, which results may follow."""

    def __init__(self, newest_before: Iterator[ChatMessage]) -> None:
        self._calls, self._answered = set[str](), set[str]()
        for message in newest_before:
            if _is_beside(message):
                continue
            if message.role is not Role.TOOL:
                self._calls.update(call.call_id for call in message.tool_calls)
                break
            self._answered.update(result.call_id for result in _results(message))

    def problem_with(self, message: ChatMessage) -> str:
        """What is wrong with the next message, "" for nothing."""
        if message.role is not Role.TOOL:
            self._calls = {call.call_id for call in message.tool_calls}
            self._answered = set()
            return ""
        for result in _results(message):
            if result.call_id in self._answered:
                return (
                    f"answers the tool call {result.call_id!r} a second time. Give one result "
                    "for each call."
                )
            if result.call_id not in self._calls:
                return (
                    f"is the result of a tool call {result.call_id!r} that the answer before it "
                    "did not make. Put it right behind the assistant's message with this call, "
                    "or leave it out."
                )
            self._answered.add(result.call_id)
        return ""


def _problem_of(message: object) -> str:
    """What is wrong with it wherever it stands."""
    if not isinstance(message, ChatMessage):
        return f"is of the type {type(message).__name__}. Give ChatMessage objects."
    allowed = _PARTS.get(message.role) if isinstance(message.role, Role) else None
    if allowed is None:
        return (
            f"has the role {message.role!r}; known are user, assistant and tool. Instructions "
            "belong into Settings.system_prompt."
        )
    if not message.parts:
        return "is empty. Give it a text, or leave it out."
    for part in message.parts:
        if not isinstance(part, allowed):
            return f"has the role {message.role.value}, and with it no {type(part).__name__}."
        if isinstance(part, ToolCallPart) and not (part.call_id and part.name):
            return "has a tool call without an id or a name. Give both."
    if message.is_prompt and not any(map(_says_something, message.parts)):
        return "is a prompt that says nothing. Give it a text, or leave it out."
    return ""


def _is_beside(message: ChatMessage) -> bool:
    """It may stand anywhere, also between a call and its result."""
    return bool(message.is_superseded or message.shell or message.compaction)


def _results(message: ChatMessage) -> Iterator[ToolResultPart]:
    return (part for part in message.parts if isinstance(part, ToolResultPart))


def _says_something(part: Part) -> bool:
    return not isinstance(part, TextPart) or bool(part.text.strip())
