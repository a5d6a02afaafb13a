"""The bytes of one answer, well-formed or not, and what becomes of them."""

from __future__ import annotations

import json

import pytest

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.errors import (
    AuthenticationFailed,
    ContextWindowExceeded,
    ProviderError,
    ProviderProtocolError,
    ProviderUnavailable,
    RateLimited,
)
from agent_tui.protocol.requests import StreamFinished, StreamItem, TextDelta, UsageReported
from agent_tui.protocol.status import FinishReason
from agent_tui.providers.openai.answer import Answer
from agent_tui.providers.openai.endpoint import endpoint_of
from tests.providers.requests_to_send import text_of
from tests.providers.wire_server import data, delta

CONFIG = ProviderConfig(name="acme", base_url="http://acme.example/v1", api_key="k-3f9a81c27")


def items(*pieces: bytes) -> list[StreamItem]:
    answer = Answer(endpoint_of(CONFIG, "m"))
    found = [item for piece in pieces for item in answer.feed(piece)]
    return found + list(answer.close())


def test_an_answer_ends_with_done() -> None:
    found = items(data(delta("a"), delta(finish="stop"), "[DONE]"))

    assert found == [TextDelta(text="a"), StreamFinished(finish_reason=FinishReason.STOP)]


def test_an_answer_without_done_and_without_a_reason_ends_as_unknown() -> None:
    assert items(data(delta("a"))) == [
        TextDelta(text="a"),
        StreamFinished(finish_reason=FinishReason.UNKNOWN),
    ]


def test_nothing_after_done_is_read() -> None:
    assert text_of(items(data(delta("a"), "[DONE]", delta("b")))) == "a"


def test_usage_after_the_finish_reason_is_read() -> None:
    usage = {"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 1}}

    assert isinstance(items(data(delta("a", finish="stop"), usage))[-1], UsageReported)


def test_a_half_event_at_the_end_is_dropped_and_the_text_before_it_stays() -> None:
    found = items(data(delta("a")) + b'data: {"choices": [{"del')

    assert found[0] == TextDelta(text="a")
    assert found[1] == StreamFinished(finish_reason=FinishReason.UNKNOWN)


@pytest.mark.parametrize("body", [b"", b": waiting\n\n", b'data: {"choices"', b"\r\n"])
def test_no_answer_at_all_may_be_tried_again(body: bytes) -> None:
    with pytest.raises(ProviderUnavailable) as caught:
        items(body)

    assert caught.value.is_retryable
    assert "acme.example" in str(caught.value)


def test_an_empty_answer_that_was_finished_is_an_answer() -> None:
    assert items(data("[DONE]")) == [StreamFinished(finish_reason=FinishReason.UNKNOWN)]


@pytest.mark.parametrize("cut", [1, 40, 10_000])
def test_one_json_object_instead_of_a_stream_is_an_answer_too(cut: int) -> None:
    message = {"role": "assistant", "content": "whole", "tool_calls": None}
    body = json.dumps(
        {
            "object": "chat.completion",
            "choices": [{"message": message, "finish_reason": "length"}],
            "usage": {"prompt_tokens": 3, "completion_tokens": 4},
        }
    ).encode()

    found = items(b" \n", body[:cut], body[cut:])

    assert [type(item) for item in found] == [TextDelta, StreamFinished, UsageReported]


def test_data_that_is_no_json_is_a_protocol_error_with_a_short_excerpt_and_no_key() -> None:
    with pytest.raises(ProviderProtocolError) as caught:
        items(b"data: oops k-3f9a81c27 \x1b[31m" + b"x" * 5000 + b"\n\n")

    assert "oops" in str(caught.value)
    assert "k-3f9a81c27" not in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_json_nested_without_end_is_a_protocol_error_and_no_crash() -> None:
    with pytest.raises(ProviderProtocolError):
        items(b"data: " + b"[" * 100_000 + b"\n\n")


def test_a_web_page_says_to_check_the_base_url() -> None:
    with pytest.raises(ProviderProtocolError, match="base_url"):
        items(b"\n<!doctype html><title>Welcome</title>")


@pytest.mark.parametrize(
    ("error", "kind", "is_retryable"),
    [
        ({"error": {"type": "server_error", "message": "oh"}}, ProviderUnavailable, True),
        ({"error": {"code": 502, "message": "bad gateway"}}, ProviderUnavailable, True),
        ({"error": {"code": "rate_limit_exceeded", "message": "slow"}}, RateLimited, True),
        ({"error": {"code": "invalid_api_key"}}, AuthenticationFailed, False),
        ({"error": {"code": "context_length_exceeded"}}, ContextWindowExceeded, False),
        ({"type": "error", "error": {"type": "overloaded_error"}}, ProviderUnavailable, True),
        ({"object": "error", "message": "odd", "code": 40303}, ProviderProtocolError, False),
        ({"error": "it broke"}, ProviderProtocolError, False),
    ],
)
def test_an_error_inside_the_stream_is_raised_by_what_it_says(
    error: object, kind: type[ProviderError], is_retryable: bool
) -> None:
    with pytest.raises(kind) as caught:
        items(data(delta("a"), error))

    assert type(caught.value) is kind
    assert caught.value.is_retryable is is_retryable


def test_an_event_named_error_is_an_error_whatever_its_data_looks_like() -> None:
    with pytest.raises(ProviderProtocolError, match="all went wrong"):
        items(b'event: error\ndata: {"message": "all went wrong"}\n\n')


def test_an_error_field_that_is_null_is_no_error() -> None:
    assert text_of(items(data({"error": None, "choices": [{"delta": {"content": "a"}}]}))) == "a"
