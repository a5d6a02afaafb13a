"""A packed history reads like the messages it was made of."""

from __future__ import annotations

import random

import pytest

from agent_tui.protocol.messages import (
    ChatMessage,
    ImageData,
    Part,
    Role,
    TextPart,
    ThinkingPart,
    ToolCallPart,
    ToolResultPart,
)
from agent_tui.protocol.packed_messages import PackedMessages, packed
from agent_tui.protocol.usage import Usage


def a_history(turns: int, chance: random.Random) -> list[ChatMessage]:
    """Turns with any number of tool calls, some of them with much output."""
    messages: list[ChatMessage] = []

    def add(role: Role, *parts: Part) -> None:
        number = len(messages)
        usage = Usage(input_tokens=number) if role is Role.ASSISTANT else None
        messages.append(
            ChatMessage(id=f"m{number}", role=role, parts=parts, created=number, usage=usage)
        )

    for turn in range(turns):
        add(Role.USER, TextPart(id="p", text=f"question {turn} 日本"))
        for call in range(chance.choice((0, 1, 3, 700 if turn % 40 == 7 else 2))):
            call_id = f"{turn}-{call}"
            add(Role.ASSISTANT, ToolCallPart(id="c", call_id=call_id, name="x", arguments="{}"))
            text = "z" * chance.choice((10, 100, 20_000))
            image = ImageData(media_type="image/png", data=b"\x00\xff")
            add(Role.TOOL, ToolResultPart(id="r", call_id=call_id, text=text, images=(image,)))
        add(Role.ASSISTANT, ThinkingPart(id="k", text="hm"), TextPart(id="t", text="answer"))
    return messages


@pytest.mark.parametrize("seed", range(5))
def test_what_was_packed_comes_out_again_in_both_directions(seed: int) -> None:
    messages = a_history(150, random.Random(seed))

    history = packed(messages)

    assert len(history) == len(messages)
    assert list(history) == messages
    assert list(reversed(history)) == messages[::-1]
    assert history[-1] == messages[-1]
    assert history[3] == messages[3]
    assert history[5:9] == tuple(messages[5:9])
    pages = [history.page(number) for number in range(history.page_count)]
    assert [message for page in pages for message in page] == messages


@pytest.mark.parametrize("seed", range(5))
def test_a_page_never_divides_a_tool_call_from_its_result(seed: int) -> None:
    history = packed(a_history(150, random.Random(seed)))

    pages = [history.page(number) for number in range(history.page_count)]

    assert len(pages) > 3
    assert all(page[0].role is not Role.TOOL for page in pages)
    assert max(map(len, pages)) < 1_000


def test_nothing_packed_is_an_empty_history() -> None:
    history = PackedMessages()

    assert (len(history), list(history), history.page_count) == (0, [], 0)
    with pytest.raises(IndexError):
        history[0]


def test_packed_text_takes_less_memory_than_its_characters() -> None:
    text = "The quick brown fox jumps over the lazy dog, and then it goes home. " * 20
    message = ChatMessage(id="m", role=Role.USER, parts=(TextPart(id="t", text=text),))

    history = packed([message] * 1_000)

    assert sum(map(len, history._pages)) < len(text) * 1_000 / 3
