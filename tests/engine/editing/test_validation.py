"""Which messages can stand in a history, and what is said of others."""

from __future__ import annotations

from typing import Any

import pytest

from agent_tui.engine.editing.validation import check_messages
from agent_tui.protocol.history_errors import HistoryInvalid
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import (
    ChatMessage,
    Role,
    ShellCommand,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)
from tests.engine.builders import a_prompt, an_answer
from tests.engine.editing.edit_builders import a_call, a_result


def with_parts(role: Any, *parts: Any) -> ChatMessage:
    return ChatMessage(id=new_id(), role=role, parts=parts)


def a_shell_message() -> ChatMessage:
    shell = ShellCommand(id="s", command="ls")
    return ChatMessage(id="m", role=Role.USER, parts=(TextPart(id="p", text="a"),), shell=shell)


TEXT = TextPart(id="t", text="x")
NO_NAME = ToolCallPart(id="c", call_id="c1", name="", arguments="{}")
RESULT = ToolResultPart(id="r", call_id="c1", text="x")


@pytest.mark.parametrize(
    ("messages", "index", "words"),
    [
        ([a_prompt("a"), a_result("c1")], 1, "did not make"),
        ([a_call("c1"), a_result("c1"), a_result("c1")], 2, "a second time"),
        ([a_call("c1"), a_prompt("b"), a_result("c1")], 2, "did not make"),
        ([a_call("c1"), a_result("c2")], 1, "'c2'"),
        ([with_parts("system", TEXT)], 0, "system_prompt"),
        ([with_parts("wizard", TEXT)], 0, "known are user, assistant and tool"),
        ([with_parts(Role.USER, RESULT)], 0, "no ToolResultPart"),
        ([with_parts(Role.TOOL, TEXT)], 0, "no TextPart"),
        ([with_parts(Role.ASSISTANT, NO_NAME)], 0, "without an id or a name"),
        ([a_prompt("a"), with_parts(Role.ASSISTANT)], 1, "is empty"),
        ([a_prompt("  ")], 0, "says nothing"),
        ([{"role": "user"}], 0, "dict"),
    ],
)
def test_the_first_message_at_fault_is_named(messages: list[Any], index: int, words: str) -> None:
    with pytest.raises(HistoryInvalid, match="Nothing was changed") as raised:
        check_messages(messages, iter(()))

    assert raised.value.index == index
    assert words in str(raised.value)


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [an_answer("an answer may come first")],
        [a_prompt("a"), a_prompt("b")],
        [a_call("c1", "c2"), a_result("c2"), a_result("c1")],
        [a_call("c1"), a_shell_message(), a_result("c1")],
        [a_call("c1"), a_prompt("the call was interrupted")],
        [a_call("c1"), a_result("c1"), a_call("c1"), a_result("c1")],
    ],
)
def test_what_servers_take_or_we_can_mend_is_valid(messages: list[ChatMessage]) -> None:
    check_messages(messages, iter(()))


def test_a_result_may_answer_a_call_that_stands_in_the_history_already() -> None:
    before = [a_call("c1", "c2"), a_result("c1")]

    check_messages([a_result("c2")], reversed(before))
    with pytest.raises(HistoryInvalid, match="a second time"):
        check_messages([a_result("c1")], reversed(before))


def test_the_index_counts_from_where_the_host_counts() -> None:
    with pytest.raises(HistoryInvalid) as raised:
        check_messages([a_prompt("a"), a_result("c1")], iter(()), first_index=7)

    assert raised.value.index == 8
