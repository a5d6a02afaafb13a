"""The OpenAI provider against a real socket: what is sent, what comes back, when it ends."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import anyio
import pytest

from agent_tui.errors import ProviderUnavailable
from agent_tui.protocol.requests import (
    ModelRequest,
    StreamFinished,
    StreamItem,
    TextDelta,
    ToolCallDelta,
    UsageReported,
)
from agent_tui.protocol.status import FinishReason
from agent_tui.protocol.usage import Usage
from agent_tui.providers.openai.openai_provider import OpenAIProvider
from tests.providers.requests_to_send import request, text_of, tool_spec
from tests.providers.wire_server import (
    RESET,
    Step,
    WireServer,
    answer,
    chunked,
    data,
    delta,
    forever,
    head,
    json_reply,
    stream_head,
    wire_server,
)


async def streamed(wire: WireServer, sent: ModelRequest | None = None) -> list[StreamItem]:
    provider = OpenAIProvider(wire.config())
    try:
        return [item async for item in provider.stream(sent or request("Hello"))]
    finally:
        await provider.aclose()


async def test_text_reason_and_usage_arrive_in_order() -> None:
    usage = {"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 2}}
    async with wire_server(answer(delta("Hel"), delta("lo"), delta(finish="stop"), usage)) as wire:
        items = await streamed(wire)

    assert items == [
        TextDelta(text="Hel"),
        TextDelta(text="lo"),
        StreamFinished(finish_reason=FinishReason.STOP),
        UsageReported(usage=Usage(input_tokens=7, output_tokens=2)),
    ]


async def test_the_request_carries_model_messages_tools_and_the_wish_for_usage() -> None:
    async with wire_server(answer(delta("ok"))) as wire:
        await streamed(wire, request("Hello", tools=(tool_spec("ls", "path"),), model="big-1"))

    [sent] = wire.requests
    assert (sent.method, sent.path) == ("POST", "/v1/chat/completions")
    assert sent.json["model"] == "big-1"
    assert sent.json["messages"] == [{"role": "user", "content": "Hello"}]
    assert sent.json["stream"] is True
    assert sent.json["stream_options"] == {"include_usage": True}
    assert "tools" in sent.json


async def test_a_tool_call_in_pieces_is_streamed_in_pieces() -> None:
    first = {"index": 0, "id": "c1", "function": {"name": "ls", "arguments": ""}}
    more = {"index": 0, "function": {"arguments": "{}"}}
    chunks = (delta(None, tool_calls=[first]), delta(None, tool_calls=[more]), delta(finish="stop"))
    async with wire_server(answer(*chunks)) as wire:
        items = await streamed(wire)

    assert items == [
        ToolCallDelta(index=0, call_id="c1", name="ls"),
        ToolCallDelta(index=0, arguments="{}"),
        StreamFinished(finish_reason=FinishReason.TOOL_CALLS),
    ]


async def test_a_delta_is_given_on_before_the_next_one_is_sent() -> None:
    gate = asyncio.Event()
    reply = (stream_head(), data(delta("a")), gate.wait, data(delta("b"), "[DONE]"))
    async with wire_server(reply) as wire:
        provider = OpenAIProvider(wire.config())
        stream = provider.stream(request("Hello"))

        assert await anext(stream) == TextDelta(text="a")
        gate.set()
        assert await anext(stream) == TextDelta(text="b")
        await stream.aclose()
        await provider.aclose()


async def test_a_server_that_refuses_stream_options_is_asked_again_without_them() -> None:
    refusal = json_reply({"error": {"message": "Unknown field: stream_options"}}, status=400)
    async with wire_server(refusal, answer(delta("ok")), answer(delta("ok"))) as wire:
        provider = OpenAIProvider(wire.config())
        for _ in range(2):
            assert text_of([item async for item in provider.stream(request("Hi"))]) == "ok"
        await provider.aclose()

    assert ["stream_options" in sent.json for sent in wire.requests] == [True, False, False]


async def test_a_server_that_ignores_streaming_and_sends_one_object_works() -> None:
    whole = {"choices": [{"message": {"content": "whole"}, "finish_reason": "stop"}]}
    async with wire_server(json_reply(whole)) as wire:
        items = await streamed(wire)

    assert items == [
        TextDelta(text="whole"),
        StreamFinished(finish_reason=FinishReason.STOP),
    ]


async def test_a_cleanly_closed_stream_without_an_end_is_an_answer_with_unknown_reason() -> None:
    async with wire_server((stream_head(), data(delta("a")))) as wire:
        assert (await streamed(wire))[-1] == StreamFinished(finish_reason=FinishReason.UNKNOWN)


@pytest.mark.parametrize(
    "reply",
    [
        (stream_head(), data(delta("a")), RESET),
        (head(transfer_encoding="chunked"), chunked(data(delta("a"))), b"40\r\ndata:", RESET),
        (head(transfer_encoding="chunked", connection="close"), chunked(data(delta("a")))),
        (head(content_length="5000", connection="close"), data(delta("a"))),
    ],
    ids=["reset", "reset inside a piece", "no last piece", "shorter than announced"],
)
async def test_a_broken_connection_keeps_its_text_and_may_be_tried_again(
    reply: tuple[Step, ...],
) -> None:
    items: list[StreamItem] = []
    async with wire_server(reply) as wire:
        provider = OpenAIProvider(wire.config())
        with pytest.raises(ProviderUnavailable, match="broke") as caught:
            items.extend([item async for item in provider.stream(request("Hi"))])
        await provider.aclose()

    assert caught.value.is_retryable


async def test_a_connection_that_breaks_after_the_last_word_loses_nothing() -> None:
    reply = (stream_head(), data(delta("a", finish="stop")), RESET)
    async with wire_server(reply) as wire:
        assert text_of(await streamed(wire)) == "a"


async def test_a_server_that_never_closes_after_done_does_not_hold_up_the_turn() -> None:
    reply = (head(transfer_encoding="chunked"), chunked(data(delta("a"), "[DONE]")), forever)
    async with wire_server(reply) as wire:
        with anyio.fail_after(10):
            assert text_of(await streamed(wire)) == "a"


async def test_a_connection_is_used_again_for_the_next_request() -> None:
    body = chunked(data(delta("a", finish="stop"), "[DONE]"))
    reply = (head(transfer_encoding="chunked") + body + b"0\r\n\r\n",)
    async with wire_server(reply, reply) as wire:
        provider = OpenAIProvider(wire.config())
        for _ in range(2):
            assert text_of([item async for item in provider.stream(request("Hi"))]) == "a"
        await provider.aclose()

    assert wire.connections == 1


async def test_closing_the_stream_early_closes_the_connection() -> None:
    async with wire_server((stream_head(), data(delta("a")), forever)) as wire:
        provider = OpenAIProvider(wire.config())
        async with aclosing(provider.stream(request("Hi"))) as stream:
            await anext(stream)

        await asyncio.wait_for(wire.client_left.wait(), 5)
        await provider.aclose()


@pytest.mark.parametrize("reply", [(forever,), (stream_head(), data(delta("a")), forever)])
async def test_cancelling_the_task_closes_the_connection_before_and_inside_the_answer(
    reply: tuple[Step, ...],
) -> None:
    async with wire_server(reply) as wire:
        provider = OpenAIProvider(wire.config())

        async def read() -> None:
            async with aclosing(provider.stream(request("Hi"))) as stream:
                async for _ in stream:
                    pass

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(read)
            await wire.arrived.wait()
            await anyio.wait_all_tasks_blocked()
            tasks.cancel_scope.cancel()

        await asyncio.wait_for(wire.client_left.wait(), 5)
        await provider.aclose()
