"""Message lists as they are sent to OpenAI's Chat Completions, and as trainers keep them."""

from __future__ import annotations

import msgspec

from agent_tui.exchange.importing.content_parts import content_parts, content_text
from agent_tui.exchange.importing.found import Found, ImportProblem
from agent_tui.exchange.importing.json_values import expect, number, text
from agent_tui.exchange.importing.message_building import HistoryBuilder
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import Part, Role, ThinkingPart, ToolCallPart, ToolResultPart

_INSTRUCTIONS = ("system", "developer")
_REASONING = ("reasoning_content", "reasoning")


def found_in_messages(messages: list[object], *, origin: str, title: str = "", place: str) -> Found:
    """The conversation of a list of messages. place: of the list in its file, for texts.

    Raises `ImportProblem`.
    """
    reading = _Reading()
    for at, item in enumerate(messages):
        reading.take(expect(item, dict, f"{place}[{at}]"), f"{place}[{at}]")
    conversation = reading.history.conversation(origin=origin, title=title)
    if conversation is None:
        raise ImportProblem("there is no message of a user or an assistant.", place=place)
    return Found(conversation, reading.notes)


class _Reading:
    def __init__(self) -> None:
        self.history, self.notes = HistoryBuilder(), list[str]()

    def take(self, message: dict[str, object], place: str) -> None:
        """The next message."""
        role = text(message.get("role"))
        created = number(message.get("created_at") or message.get("created"))
        content = message.get("content")
        inside = f"{place}.content"
        if role == "user":
            self.history.add(Role.USER, content_parts(content, inside, self.notes), created=created)
        elif role == "assistant":
            model = text(message.get("model"))
            self.history.add(
                Role.ASSISTANT, self._answer(message, place), created=created, model=model
            )
        elif role in ("tool", "function"):
            self.history.add(Role.TOOL, [self._result(message, inside)], created=created)
        elif role in _INSTRUCTIONS:
            self.history.add_note(
                f"Instructions of the imported conversation ({role}):",
                content_text(content, inside, self.notes),
            )
        else:
            known = "user, assistant, tool, system or developer"
            found = f"found {role!r}" if role else "found none"
            raise ImportProblem(f"expected the role {known}, {found}.", place=f"{place}.role")

    def _answer(self, message: dict[str, object], place: str) -> list[Part]:
        parts: list[Part] = []
        thought = next(filter(str.strip, (text(message.get(name)) for name in _REASONING)), "")
        if thought:
            parts.append(ThinkingPart(id=new_id(), text=thought))
        parts += content_parts(message.get("content"), f"{place}.content", self.notes)
        if refusal := text(message.get("refusal")):
            parts += content_parts(
                [{"type": "refusal", "refusal": refusal}], f"{place}.refusal", self.notes
            )
        if message.get("tool_calls") is not None:
            parts += tool_call_parts(message["tool_calls"], f"{place}.tool_calls")
        elif message.get("function_call") is not None:
            function = {"function": message["function_call"]}
            parts.append(_call(function, f"{place}.function_call", _id_of_old_call(function)))
        return parts

    def _result(self, message: dict[str, object], place: str) -> ToolResultPart:
        call_id = text(message.get("tool_call_id")) or f"call-{text(message.get('name'))}"
        return ToolResultPart(
            id=new_id(),
            call_id=call_id,
            text=content_text(message.get("content"), place, self.notes),
        )


def tool_call_parts(calls: object, place: str) -> list[Part]:
    """The calls of an answer; None has none. Raises `ImportProblem`."""
    listed = [] if calls is None else expect(calls, list, place)
    return [_call(one, f"{place}[{at}]", "") for at, one in enumerate(listed)]


def _call(item: object, place: str, call_id: str) -> ToolCallPart:
    call = expect(item, dict, place)
    function = expect(call.get("function"), dict, f"{place}.function")
    arguments = function.get("arguments")
    return ToolCallPart(
        id=new_id(),
        call_id=call_id or text(call.get("id")) or f"call-{text(function.get('name'))}",
        name=text(function.get("name")),
        arguments=arguments
        if isinstance(arguments, str)
        else msgspec.json.encode(arguments if arguments is not None else {}).decode(),
    )


def _id_of_old_call(call: dict[str, object]) -> str:
    """Before calls had ids, the result named the function."""
    function = call["function"]
    return f"call-{text(function.get('name'))}" if isinstance(function, dict) else ""
