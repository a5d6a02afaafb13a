"""Chunks of all the dialects that servers speak, and what they mean."""

from __future__ import annotations

import pytest

from agent_tui.protocol.requests import (
    StreamFinished,
    StreamItem,
    TextDelta,
    ThinkingDelta,
    UsageReported,
)
from agent_tui.protocol.status import FinishReason
from agent_tui.protocol.usage import Usage
from agent_tui.providers.openai.chunks import ChunkReader
from tests.providers.wire_server import delta


def items(*chunks: object) -> list[StreamItem]:
    reader = ChunkReader()
    return [item for chunk in chunks for item in reader.items_of(chunk)]


@pytest.mark.parametrize(
    "chunk",
    [
        {},
        [],
        None,
        7,
        {"choices": None},
        {"choices": []},
        {"choices": [None]},
        {"choices": [{}]},
        {"choices": [{"delta": None}]},
        {"choices": [{"delta": {"role": "assistant", "content": ""}, "finish_reason": None}]},
        {"choices": [{"delta": {"content": None}, "finish_reason": ""}]},
        {"choices": [], "usage": None},
        {"choices": [{"delta": {"tool_calls": None, "function_call": None, "refusal": None}}]},
    ],
)
def test_a_chunk_that_says_nothing_gives_no_items(chunk: object) -> None:
    assert items(chunk) == []


def test_content_text_is_given_as_it_comes() -> None:
    assert items(delta("He"), delta("llo")) == [TextDelta(text="He"), TextDelta(text="llo")]


def test_content_may_be_a_list_of_typed_entries() -> None:
    content = [
        {"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]},
        {"type": "text", "text": "a"},
        "b",
        {"type": "image"},
        {"type": "refusal", "refusal": "no"},
    ]

    assert items({"choices": [{"delta": {"content": content}}]}) == [
        ThinkingDelta(text="hm"),
        TextDelta(text="a"),
        TextDelta(text="b"),
        TextDelta(text="no", is_refusal=True),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"reasoning_content": "hm"},
        {"reasoning": "hm"},
        {"reasoning": {"text": "hm"}},
        {"reasoning_content": "hm", "reasoning": "hm"},
    ],
)
def test_reasoning_becomes_thinking_once_under_any_of_its_names(fields: dict[str, object]) -> None:
    assert items(delta(None, **fields)) == [ThinkingDelta(text="hm")]


def test_a_refusal_is_marked_and_changes_the_finish_reason() -> None:
    assert items(delta(None, refusal="I won't."), delta(finish="stop")) == [
        TextDelta(text="I won't.", is_refusal=True),
        StreamFinished(finish_reason=FinishReason.REFUSAL),
    ]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("stop", FinishReason.STOP),
        ("STOP", FinishReason.STOP),
        ("end_turn", FinishReason.STOP),
        ("length", FinishReason.LENGTH),
        ("max_tokens", FinishReason.LENGTH),
        ("tool_calls", FinishReason.TOOL_CALLS),
        ("function_call", FinishReason.TOOL_CALLS),
        ("content_filter", FinishReason.CONTENT_FILTER),
        ("something new", FinishReason.UNKNOWN),
    ],
)
def test_finish_reasons_are_normalised(said: str, meant: FinishReason) -> None:
    assert items(delta(finish=said)) == [StreamFinished(finish_reason=meant)]


def test_stop_after_tool_calls_means_tool_calls() -> None:
    call = {"index": 0, "id": "c1", "function": {"name": "ls", "arguments": "{}"}}

    last = items(delta(None, tool_calls=[call]), delta(finish="stop"))[-1]

    assert last == StreamFinished(finish_reason=FinishReason.TOOL_CALLS)


def test_a_second_finish_reason_is_not_reported() -> None:
    assert len(items(delta("a", finish="stop"), delta(finish="stop"))) == 2


def test_usage_is_read_with_its_details() -> None:
    usage = {
        "prompt_tokens": 10,
        "completion_tokens": 5,
        "prompt_tokens_details": {"cached_tokens": 4},
        "completion_tokens_details": {"reasoning_tokens": 2},
    }

    assert items({"choices": [], "usage": usage}) == [
        UsageReported(
            usage=Usage(input_tokens=10, output_tokens=5, cached_tokens=4, reasoning_tokens=2)
        )
    ]


@pytest.mark.parametrize(
    ("cost", "read"),
    [(0.0125, 0.0125), (0, 0.0), ("0.1", None), (True, None), (-1, None), (float("inf"), None)],
)
def test_the_cost_is_read_where_the_server_tells_it(cost: object, read: float | None) -> None:
    (reported,) = items({"choices": [], "usage": {"prompt_tokens": 1, "cost": cost}})

    assert isinstance(reported, UsageReported)
    assert reported.usage.cost_usd == read


def test_usage_beside_the_last_text_comes_after_it() -> None:
    chunk = {
        "choices": [{"delta": {"content": "a"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 2},
    }

    assert [type(item) for item in items(chunk)] == [TextDelta, StreamFinished, UsageReported]


def test_usage_that_repeats_itself_is_reported_once() -> None:
    usage = {"prompt_tokens": 1, "completion_tokens": 2}

    assert len(items({"usage": usage}, {"usage": usage})) == 1


@pytest.mark.parametrize("usage", [{}, [], "many", {"prompt_tokens": None}, {"prompt_tokens": "x"}])
def test_usage_without_numbers_is_not_reported(usage: object) -> None:
    assert items({"choices": [], "usage": usage}) == []


def test_a_whole_message_stands_in_for_a_missing_delta() -> None:
    assert items({"choices": [{"message": {"content": "whole"}, "finish_reason": "stop"}]}) == [
        TextDelta(text="whole"),
        StreamFinished(finish_reason=FinishReason.STOP),
    ]


def test_a_whole_message_after_deltas_does_not_repeat_the_answer() -> None:
    found = items(delta("whole"), {"choices": [{"message": {"content": "whole"}}]})

    assert found == [TextDelta(text="whole")]


def test_an_answer_without_a_reason_is_closed_as_unknown() -> None:
    reader = ChunkReader()
    assert list(reader.items_of(delta("a"))) == [TextDelta(text="a")]

    assert list(reader.close()) == [StreamFinished(finish_reason=FinishReason.UNKNOWN)]
    assert list(reader.close()) == []
