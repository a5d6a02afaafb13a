"""What a tool may know of its earlier calls."""

from __future__ import annotations

from agent_tui.engine.tool_calls.past_calls import past_arguments
from agent_tui.protocol.messages import ChatMessage, Role, ToolCallPart, ToolResultPart
from agent_tui.tools.todo import Todo, TodoList


def call(call_id: str, arguments: str, *, name: str = "todo") -> ChatMessage:
    part = ToolCallPart(id=call_id, call_id=call_id, name=name, arguments=arguments)
    return ChatMessage(id=f"a{call_id}", role=Role.ASSISTANT, parts=(part,))


def result(call_id: str, *, is_error: bool = False) -> ChatMessage:
    part = ToolResultPart(id=f"r{call_id}", call_id=call_id, text="", is_error=is_error)
    return ChatMessage(id=f"t{call_id}", role=Role.TOOL, parts=(part,))


HISTORY = [
    call("1", '{"items": [{"text": "first"}]}'),
    result("1"),
    call("2", '{"items": [{"text": "second"}]}'),
    result("2"),
    call("3", "{}"),
    result("3"),
    call("4", '{"items": [{"text": "refused"}]}'),
    result("4", is_error=True),
    call("5", '{"items": []}', name="other"),
    result("5"),
]


def test_only_calls_that_succeeded_are_told_the_newest_first() -> None:
    told = list(past_arguments(reversed(HISTORY), "todo"))

    assert told == ["{}", '{"items": [{"text": "second"}]}', '{"items": [{"text": "first"}]}']


def test_the_to_do_list_is_there_again_after_a_resume() -> None:
    kept = TodoList()
    kept.recall(lambda name: past_arguments(reversed(HISTORY), name))

    assert [item.text for item in kept.items] == ["second"]
    assert Todo.name == "todo"
