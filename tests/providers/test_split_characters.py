"""Characters that a server cuts in two arrive whole, and half ones do no harm."""

from __future__ import annotations

import json
import random

import pytest

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.errors import ProviderProtocolError
from agent_tui.protocol.requests import (
    StreamFinished,
    StreamItem,
    TextDelta,
    ThinkingDelta,
    ToolCallDelta,
    UsageReported,
)
from agent_tui.protocol.status import FinishReason
from agent_tui.protocol.usage import Usage
from agent_tui.providers.openai.answer import Answer
from agent_tui.providers.openai.endpoint import endpoint_of
from tests.providers.wire_server import data, delta

CONFIG = ProviderConfig(name="acme", base_url="http://acme.example/v1")
HIGH, LOW = "\ud83d", "\ude00"
FINISH = StreamFinished(finish_reason=FinishReason.UNKNOWN)


def items(*chunks: object) -> list[StreamItem]:
    """Of chunks that `json.dumps` writes with one escape for each half."""
    answer = Answer(endpoint_of(CONFIG, "m"))
    found = [*answer.feed(data(*chunks)), *answer.close()]
    for item in found:
        repr(item).encode()  # raises when half a character is in it
    return found


def call(arguments: object, **fields: object) -> object:
    return delta(None, tool_calls=[{"function": {"arguments": arguments}, **fields}])


def begin(name: str = "ls", *, index: int = 0) -> object:
    function = {"name": name, "arguments": ""}
    return delta(None, tool_calls=[{"index": index, "id": f"c{index}", "function": function}])


def units(text: str) -> str:
    """`text` with each character beyond the first plane as its two halves."""
    data = text.encode("utf-16-le")
    pairs = (data[at : at + 2] for at in range(0, len(data), 2))
    return "".join(pair.decode("utf-16-le", "surrogatepass") for pair in pairs)


def cut_anywhere(text: str, chance: random.Random) -> list[str]:
    pieces = [""]
    for unit in units(text):
        pieces[-1] += unit
        pieces.extend([""] * chance.choice((0, 0, 1, 1, 2)))
    return pieces


@pytest.mark.parametrize("field", ["content", "reasoning_content"])
@pytest.mark.parametrize("seed", range(40))
def test_text_and_thinking_cut_anywhere_arrive_whole(field: str, seed: int) -> None:
    chance = random.Random(seed)
    text = "".join(chance.choices(["a", "é", "中", "😀", "👩‍🚀", "𝔘"], k=chance.randint(1, 12)))
    kind = TextDelta if field == "content" else ThinkingDelta

    found = items(*(delta(**{field: piece}) for piece in cut_anywhere(text, chance)))

    assert found[-1] == FINISH
    assert "".join(item.text for item in found[:-1] if isinstance(item, kind)) == text


@pytest.mark.parametrize("seed", range(40))
def test_arguments_of_calls_side_by_side_arrive_whole(seed: int) -> None:
    chance = random.Random(seed)
    texts = [
        json.dumps({"q": "😀" * chance.randint(1, 5) + "é𝔘"}, ensure_ascii=False) for _ in "ab"
    ]
    queues = [cut_anywhere(text, chance) for text in texts]
    chunks = [begin(index=0), begin(index=1)]
    while any(queues):
        index = chance.choice([at for at, queue in enumerate(queues) if queue])
        chunks.append(call(queues[index].pop(0), index=index))

    found = [item for item in items(*chunks) if isinstance(item, ToolCallDelta)]

    for index, text in enumerate(texts):
        assert "".join(item.arguments for item in found if item.index == index) == text


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([HIGH], "\ufffd"),
        ([LOW], "\ufffd"),
        ([HIGH, "a"], "\ufffda"),
        ([LOW, HIGH], "\ufffd\ufffd"),
        ([HIGH, HIGH, LOW], "\ufffd😀"),
        ([f"a{HIGH}b{LOW}c"], "a\ufffdb\ufffdc"),
        ([HIGH, "", LOW], "😀"),
        ([f"a{HIGH}", f"{LOW}{HIGH}", f"{LOW}b"], "a😀😀b"),
    ],
)
def test_a_half_that_stays_alone_is_replaced(pieces: list[str], text: str) -> None:
    found = items(*map(delta, pieces))

    assert "".join(item.text for item in found if isinstance(item, TextDelta)) == text
    assert found[-1] == FINISH


def test_a_half_does_not_join_the_half_of_another_part() -> None:
    found = items(delta(HIGH), delta(None, reasoning=LOW), delta(None, refusal=HIGH), delta(LOW))

    assert found == [
        TextDelta(text="\ufffd"),
        ThinkingDelta(text="\ufffd"),
        TextDelta(text="\ufffd", is_refusal=True),
        TextDelta(text="\ufffd"),
        FINISH,
    ]


def test_a_half_before_a_tool_call_stands_before_it() -> None:
    found = items(delta(HIGH), begin(), delta(LOW))

    assert found == [
        TextDelta(text="\ufffd"),
        ToolCallDelta(index=0, call_id="c0", name="ls"),
        TextDelta(text="\ufffd"),
        FINISH,
    ]


def test_a_half_at_the_end_comes_before_the_reason_and_after_it_the_usage() -> None:
    usage = {"prompt_tokens": 1, "completion_tokens": 2}

    found = items(
        begin(),
        call(f'{{"a{HIGH}', index=0),
        {**delta(finish="stop"), "usage": usage},  # type: ignore[dict-item]
    )

    assert found == [
        ToolCallDelta(index=0, call_id="c0", name="ls"),
        ToolCallDelta(index=0, arguments='{"a'),
        ToolCallDelta(index=0, arguments="\ufffd"),
        StreamFinished(finish_reason=FinishReason.TOOL_CALLS),
        UsageReported(usage=Usage(input_tokens=1, output_tokens=2)),
    ]


def test_arguments_that_wait_for_their_name_are_joined_too() -> None:
    found = items(call(f'"{HIGH}', index=0), call(f'{LOW}"', index=0), begin())

    assert isinstance(found[0], ToolCallDelta)
    assert found[0].arguments == '"😀"'


def test_whole_arguments_with_a_cut_character_let_the_next_call_begin() -> None:
    def named(name: str, arguments: str) -> object:
        return delta(None, tool_calls=[{"function": {"name": name, "arguments": arguments}}])

    found = items(named("one", f'{{"a":"{HIGH}'), call(f'{LOW}"}}'), named("two", "{}"))

    assert [item.name for item in found if isinstance(item, ToolCallDelta)] == ["one", "", "two"]


def test_names_and_arguments_that_are_objects_are_made_whole() -> None:
    function = {"name": f"l{HIGH}s", "arguments": {f"{LOW}": [f"{HIGH}"]}}
    found = items(delta(None, tool_calls=[{"id": f"c{LOW}", "function": function}]))

    assert found[0] == ToolCallDelta(
        index=0, call_id="c\ufffd", name="l\ufffds", arguments='{"\ufffd":["\ufffd"]}'
    )


def test_arguments_nested_too_deep_to_be_written_are_none() -> None:
    for depth in range(300, 1_000, 3):
        nested: object = HIGH
        for _ in range(depth):
            nested = [nested]
        found = items(json_with(nested))
        assert isinstance(found[0], ToolCallDelta)
        if not found[0].arguments:
            return
    pytest.fail("nothing was too deep")


def json_with(arguments: object) -> object:
    return delta(None, tool_calls=[{"id": "c", "function": {"name": "ls", "arguments": arguments}}])


def test_a_server_that_reports_an_error_with_half_a_character_is_quoted() -> None:
    with pytest.raises(ProviderProtocolError) as caught:
        items({"error": {"message": f"broken {HIGH} thing"}})

    assert "broken \ufffd thing" in str(caught.value)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999", "01", "1" * 5_000])
def test_numbers_beside_a_half_are_read_as_strictly_as_elsewhere(number: str) -> None:
    chunk = '{"choices": [{"delta": {"content": "\\ud83d"}}], "usage": {"prompt_tokens": %s}}'

    with pytest.raises(ProviderProtocolError):
        items(chunk % number)


def test_one_json_object_with_a_half_is_an_answer_too() -> None:
    body = json.dumps({"choices": [{"message": {"content": f"a{HIGH}"}}]}).encode()
    answer = Answer(endpoint_of(CONFIG, "m"))

    assert [*answer.feed(body), *answer.close()] == [
        TextDelta(text="a"),
        TextDelta(text="\ufffd"),
        FINISH,
    ]
