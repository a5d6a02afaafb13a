"""The tool todo: a list that is written as a whole and read back."""

from __future__ import annotations

import pytest

from agent_tui.errors import ToolArgumentsInvalid
from agent_tui.tools.todo import Todo
from tests.tools.fake_context import FakeContext

LIST = (
    '{"items": [{"text": "read", "status": "done"}, {"text": "write\\nit", "status": '
    '"in_progress"}, {"text": "test"}]}'
)
SHOWN = "1 of 3 done\n[x] read\n[>] write it\n[ ] test"


async def told(arguments: str, context: FakeContext) -> str:
    tool = Todo()
    return (await tool.run(tool.parsed(arguments), context)).text


async def test_the_list_is_kept_and_read_back() -> None:
    context = FakeContext("/")

    assert await told("{}", context) == "The to-do list is empty."
    assert await told(LIST, context) == SHOWN
    assert await told("", context) == SHOWN
    assert await told('{"items": []}', context) == "The to-do list is empty."
    assert await told('{"items": null}', context) == "The to-do list is empty."


async def test_another_session_has_another_list() -> None:
    await told(LIST, FakeContext("/"))

    assert await told("{}", FakeContext("/")) == "The to-do list is empty."


async def test_two_items_in_progress_are_taken_with_advice() -> None:
    both = '{"text": "a", "status": "in_progress"}'

    text = await told(f'{{"items": [{both}, {both}]}}', FakeContext("/"))

    assert text.startswith("0 of 2 done\n[>] a\n[>] a\n")
    assert "finish one before the next" in text


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ('{"items": [{"text": " "}]}', "text"),
        ('{"items": [{"text": "a", "status": "started"}]}', "status"),
        ('{"items": [{"title": "a"}]}', "title"),
        (f'{{"items": [{", ".join(["{}"] * 101)}]}}', "items"),
    ],
)
def test_a_wrong_list_is_refused(arguments: str, named: str) -> None:
    with pytest.raises(ToolArgumentsInvalid, match=named):
        Todo().parsed(arguments)


def test_it_needs_no_permission_and_says_what_it_does() -> None:
    tool = Todo()

    assert tool.accesses(tool.parsed(LIST), "/") == ()
    assert tool.summary(tool.parsed(LIST)) == "Update the to-do list (1 of 3 done)"
    assert tool.summary(tool.parsed("{}")) == "Read the to-do list"
