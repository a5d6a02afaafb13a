"""Messages as a host gives them: of ours, or dicts as Chat Completions has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from agent_tui.protocol.history_errors import HistoryInvalid
from agent_tui.protocol.messages import ChatMessage, Part, Role, ThinkingPart, ToolResultPart

if TYPE_CHECKING:
    from agent_tui.exchange.importing.found import ImportProblem

GivenMessage = ChatMessage | Mapping[str, Any]
"""A message, or `{"role": ..., "content": ..., "tool_calls": ..., "tool_call_id": ...}`."""


def listed(given: object) -> tuple[object, ...]:
    """What a host gave as a history. Raises `HistoryInvalid` for what is no list of anything."""
    if isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
        raise HistoryInvalid(
            f"A history is a list of messages, not {type(given).__name__}. Nothing was changed."
        )
    return tuple(given)


def as_messages(given: tuple[object, ...], first_index: int = 0) -> tuple[ChatMessage, ...]:
    """The messages; whether they can follow each other is for the engine to say.

    Raises `HistoryInvalid`, with the index of what is no message. first_index: of the first one.
    """
    return tuple(_message(index, one) for index, one in enumerate(given, first_index))


def _message(index: int, given: object) -> ChatMessage:
    if isinstance(given, ChatMessage):
        return given
    if not isinstance(given, Mapping):
        what = f"is of the type {type(given).__name__}; give ChatMessage objects or dicts."
        raise _invalid(index, what)
    return _from_dict(index, dict(given))


def _from_dict(index: int, given: dict[str, object]) -> ChatMessage:
    # Deferred: most hosts restore nothing.
    from agent_tui.exchange.importing.found import ImportProblem
    from agent_tui.exchange.importing.json_values import number, text

    role = given.get("role")
    if not isinstance(role, str) or role not in list(Role):
        raise _invalid(
            index,
            f"has the role {role!r}; known are user, assistant and tool. Instructions belong into "
            "Settings.system_prompt.",
        )
    notes: list[str] = []
    try:
        parts = _parts(Role(role), given, notes)
    except ImportProblem as error:
        raise _of_problem(index, error) from error
    if notes:
        raise _invalid(index, f"has something that cannot be kept: {notes[0]}")
    return ChatMessage(
        id="",
        role=Role(role),
        parts=tuple(parts),
        created=number(given.get("created")),
        model=text(given.get("model")) if role == Role.ASSISTANT else "",
    )


def _parts(role: Role, given: dict[str, object], notes: list[str]) -> list[Part]:
    # Deferred: see above.
    from agent_tui.exchange.importing.content_parts import content_parts, content_text
    from agent_tui.exchange.importing.json_values import text
    from agent_tui.exchange.importing.openai_messages import tool_call_parts

    content = given.get("content")
    match role:
        case Role.USER:
            return content_parts(content, "content", notes)
        case Role.ASSISTANT:
            thought = text(given.get("reasoning_content"))
            thoughts: list[Part] = [ThinkingPart(id="", text=thought)] if thought.strip() else []
            refusal = text(given.get("refusal"))
            refused = [{"type": "refusal", "refusal": refusal}] if refusal else []
            said = content_parts(content, "content", notes)
            said += content_parts(refused, "refusal", notes) if refused else []
            return [*thoughts, *said, *tool_call_parts(given.get("tool_calls"), "tool_calls")]
        case Role.TOOL:
            called = text(given.get("tool_call_id"))
            return [
                ToolResultPart(id="", call_id=called, text=content_text(content, "content", notes))
            ]


def _of_problem(index: int, problem: ImportProblem) -> HistoryInvalid:
    return _invalid(index, f"cannot be read: {problem}")


def _invalid(index: int, what: str) -> HistoryInvalid:
    return HistoryInvalid(f"Message {index} {what} Nothing was changed.", index=index)
