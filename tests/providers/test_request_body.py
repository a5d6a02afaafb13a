"""A model request as the JSON body that servers get."""

from __future__ import annotations

from base64 import b64encode

import msgspec
import pytest
from msgspec.structs import replace

from agent_tui.protocol.messages import ImageData, ImagePart, TextPart, ThinkingPart
from agent_tui.providers.openai.messages import IMAGES_NOTE, body_without_refused, request_body
from tests.providers.requests_to_send import (
    assistant,
    request,
    tool_call,
    tool_result,
    tool_spec,
    user,
)
from tests.sample_images import an_image, png


def test_the_system_prompt_stands_first_and_the_messages_follow_in_order() -> None:
    sent = replace(request("Hi", assistant(TextPart(id="p", text="Yes?")), "Go"), system="Be kind.")

    assert request_body(sent)["messages"] == [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "Yes?"},
        {"role": "user", "content": "Go"},
    ]


def test_a_request_streams_asks_for_usage_and_sets_nothing_that_was_not_asked_for() -> None:
    body = request_body(request("Hi"))

    assert body["stream"] is True
    assert body["stream_options"] == {"include_usage": True}
    assert sorted(body) == ["messages", "model", "stream", "stream_options"]


def test_the_output_limit_is_sent_only_when_there_is_one() -> None:
    assert request_body(replace(request("Hi"), max_output_tokens=9))["max_tokens"] == 9


def test_pictures_follow_the_last_result_of_a_step_as_a_message_of_their_own() -> None:
    calls = assistant(tool_call("look", call_id="c1"), tool_call("look", call_id="c2"))
    picture = ImageData(media_type="image/png", data=b"\x89PNG")
    first = tool_result("A picture.", call_id="c1")
    with_picture = replace(first, parts=(replace(first.parts[0], images=(picture,)),))

    body = request_body(request("Look", calls, with_picture, tool_result("None.", call_id="c2")))

    messages = body["messages"]
    assert isinstance(messages, list)
    assert [message["role"] for message in messages] == [
        "user",
        "assistant",
        "tool",
        "tool",
        "user",
    ]
    assert messages[-1]["content"] == [
        {"type": "text", "text": IMAGES_NOTE},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw=="}},
    ]


def test_tool_calls_and_their_results_are_paired_by_id() -> None:
    calls = assistant(tool_call("ls", '{"path":"."}', call_id="c7"))

    assert request_body(request("List", calls, tool_result("a.txt", call_id="c7")))["messages"] == [
        {"role": "user", "content": "List"},
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {
                    "id": "c7",
                    "type": "function",
                    "function": {"name": "ls", "arguments": '{"path":"."}'},
                }
            ],
        },
        {"role": "tool", "tool_call_id": "c7", "content": "a.txt"},
    ]


def test_tools_are_offered_with_their_schema() -> None:
    body = request_body(request("Hi", tools=(tool_spec("ls", "path"),)))

    assert body["tools"] == [
        {
            "type": "function",
            "function": {
                "name": "ls",
                "description": "A tool.",
                "parameters": {"type": "object", "properties": {"path": {"type": "string"}}},
            },
        }
    ]


def test_thinking_is_never_sent_back_and_a_message_of_nothing_else_is_left_out() -> None:
    thought = assistant(ThinkingPart(id="p", text="hm"))

    assert request_body(request("Hi", thought))["messages"] == [{"role": "user", "content": "Hi"}]


@pytest.mark.parametrize("arguments", ['{"path": "a', "[1]", "no json", "\ud83d"])
def test_unreadable_arguments_of_an_earlier_call_are_wrapped_in_readable_ones(
    arguments: str,
) -> None:
    body = request_body(request("Go", assistant(tool_call("ls", arguments)), tool_result("bad")))

    call = msgspec.convert(body["messages"], list[dict[str, object]])[1]["tool_calls"]
    sent = msgspec.convert(call, list[dict[str, dict[str, str] | str]])[0]["function"]
    assert isinstance(sent, dict)
    assert list(msgspec.json.decode(sent["arguments"])) == ["unreadable_arguments"]


def test_empty_arguments_of_an_earlier_call_become_an_empty_object() -> None:
    body = request_body(request("Go", assistant(tool_call("ls", "")), tool_result("ok")))

    assert b'"arguments":"{}"' in msgspec.json.encode(body)


def test_half_surrogates_are_replaced_and_divided_pairs_are_joined() -> None:
    body = request_body(request("a\ud83db \ud83d\ude42", tools=(tool_spec("t\udc00", "x"),)))

    assert body["messages"] == [{"role": "user", "content": "a\ufffdb 🙂"}]
    assert msgspec.json.encode(body)


def test_other_text_is_sent_unchanged() -> None:
    text = "Grüße, 日本語 🙂 \x00"

    assert request_body(request(user(text)))["messages"] == [{"role": "user", "content": text}]


@pytest.mark.parametrize(
    "refusal", ["Unknown field: stream_options", "include_usage is not supported"]
)
def test_refused_stream_options_are_left_out_of_the_second_try(refusal: str) -> None:
    changed = body_without_refused(request_body(request("Hi")), refusal)

    assert changed is not None
    assert "stream_options" not in changed
    assert body_without_refused(changed, refusal) is None


def test_a_model_that_wants_max_completion_tokens_gets_them() -> None:
    body = request_body(replace(request("Hi"), max_output_tokens=9))

    changed = body_without_refused(body, "'max_tokens' is unsupported; use 'max_completion_tokens'")

    assert changed is not None
    assert changed["max_completion_tokens"] == 9
    assert "max_tokens" not in changed


def test_any_other_refusal_changes_nothing() -> None:
    assert body_without_refused(request_body(request("Hi")), "model is missing") is None


def test_images_of_a_prompt_follow_its_text_each_behind_its_name() -> None:
    image = an_image(label="[Image #1 3x2 PNG]")
    unnamed = replace(image, label="")
    prompt = user("see [Image #1 3x2 PNG]")
    parts = (ImagePart(id="a", image=image), ImagePart(id="b", image=unnamed))
    sent = request(replace(prompt, parts=(*prompt.parts, *parts)))

    messages = request_body(sent)["messages"]
    assert isinstance(messages, list)
    url = f"data:image/png;base64,{b64encode(png()).decode()}"
    shown = {"type": "image_url", "image_url": {"url": url}}
    assert messages[0] == {
        "role": "user",
        "content": [
            {"type": "text", "text": "see [Image #1 3x2 PNG]"},
            {"type": "text", "text": "[Image #1 3x2 PNG]:"},
            shown,
            shown,
        ],
    }
