"""Request after request of one history: each as if it were the first, and cheap."""

from __future__ import annotations

import random

import pytest
from msgspec.structs import replace

from agent_tui.engine.turns.history import History
from agent_tui.engine.turns.request_messages import RequestMessages
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
from agent_tui.protocol.packed_messages import packed
from tests.engine.builders import a_prompt, an_answer, request_of, texts

PICTURE = ImageData(media_type="image/png", data=b"png")
THINKING = ThinkingPart(id="t", text="hm")


def a_history(chance: random.Random) -> list[ChatMessage]:
    """Up to eight turns as they may end up: interrupted, empty, with and without their results."""
    return [
        message
        for number in range(chance.randint(1, 8))
        for message in a_turn(f"turn-{number}", chance)
    ]


def a_turn(turn_id: str, chance: random.Random) -> list[ChatMessage]:
    turn = [a_prompt(f"prompt of {turn_id}")]
    for step in range(chance.randint(0, 4)):
        parts = chance.sample(
            [THINKING, TextPart(id="x", text=f"text {step}"), a_call("a"), a_call("b", "{")],
            chance.randint(0, 4),
        )
        message = ChatMessage(id=f"{turn_id}-{step}", role=Role.ASSISTANT, parts=tuple(parts))
        ending = chance.choice(["", "", "", "is_interrupted", "is_superseded"])
        turn.append(replace(message, **{ending: True}) if ending else message)
        turn.extend(a_result(call.call_id, chance) for call in message.tool_calls)
        if chance.random() < 0.2:
            turn.append(a_prompt("go on"))
    return [replace(message, turn_id=turn_id) for message in turn if chance.random() < 0.95]


def a_call(call_id: str, arguments: str = "{}") -> Part:
    return ToolCallPart(id=call_id, call_id=call_id, name="tool", arguments=arguments)


def a_result(call_id: str, chance: random.Random) -> ChatMessage:
    images = (PICTURE,) if chance.random() < 0.5 else ()
    part = ToolResultPart(id=f"r-{call_id}", call_id=call_id, text="done", images=images)
    return ChatMessage(id="m", role=Role.TOOL, parts=(part,))


@pytest.mark.parametrize("seed", range(200))
def test_a_request_sends_the_same_however_often_the_history_was_asked_before(seed: int) -> None:
    chance = random.Random(seed)
    messages, history = a_history(chance), History()
    for count, message in enumerate(messages, 1):
        history.append(message)
        if chance.random() < 0.5:
            anew = RequestMessages(messages[:count])
            assert history.request.messages() == anew.messages()
            assert history.request.tokens("system") == pytest.approx(anew.tokens("system"), abs=1)


def test_what_was_prepared_for_one_request_is_not_prepared_again_for_the_next() -> None:
    thoughtful = replace(an_answer("a"), parts=(THINKING, TextPart(id="x", text="a")))
    history = History([a_prompt("q"), thoughtful])
    first = history.request.messages()

    history.append(a_prompt("next"))

    assert history.request.messages()[1] is first[1]
    assert first[1].parts == (TextPart(id="x", text="a"),)


def test_a_request_after_a_retry_does_not_send_the_answer_that_was_set_aside() -> None:
    history = History([a_prompt("q"), an_answer("half", is_interrupted=True)])
    assert texts(history.request.messages()) == ["q"]

    history.supersede_interrupted()
    history.append(an_answer("whole"))
    history.append(a_prompt("next"))

    assert texts(history.request.messages()) == ["q", "whole", "next"]


def test_what_is_read_late_is_sent_too() -> None:
    ends_first = History([a_prompt("two")], unread_count=1)
    assert texts(ends_first.request.messages()) == ["two"]
    ends_first.put_earlier(packed([a_prompt("one"), an_answer("1")]))

    other = History([a_prompt("end")], unread_count=1)
    assert texts(other.request.messages()) == ["end"]
    other.replace_stored(packed([a_prompt("one"), an_answer("1")]))

    assert texts(ends_first.request.messages()) == ["one", "1", "two"]
    assert texts(other.request.messages()) == ["one", "1"]


def test_arguments_nested_deeper_than_can_be_read_are_sent_as_an_empty_object() -> None:
    call = ToolCallPart(id="1", call_id="1", name="tool", arguments="[" * 100_000)
    asking = ChatMessage(id="a", role=Role.ASSISTANT, parts=(call,))

    assert request_of([a_prompt("q"), asking])[1].tool_calls[0].arguments == "{}"
