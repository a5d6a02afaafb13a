"""What every provider promises, whatever stands behind it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from agent_tui.errors import ProviderUnavailable
from agent_tui.protocol.ports import Provider
from agent_tui.protocol.requests import (
    ModelRequest,
    StreamFinished,
    TextDelta,
    ThinkingDelta,
    ToolCallDelta,
    UsageReported,
)
from agent_tui.protocol.status import FinishReason
from agent_tui.providers.demo.demo_provider import DemoProvider
from agent_tui.providers.openai.openai_provider import OpenAIProvider
from agent_tui.providers.scripted import ScriptedProvider, calls, fails, says, thinks
from tests.providers.requests_to_send import request, text_of, tool_spec
from tests.providers.wire_server import (
    answer,
    delta,
    json_reply,
    wire_server,
)

KINDS = ("demo", "scripted", "openai")
_CALL = {"index": 0, "id": "c1", "function": {"name": "list_dir", "arguments": '{"path":"."}'}}
_USAGE = {"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 1}}


@pytest.fixture(params=KINDS)
async def text_provider(request: pytest.FixtureRequest) -> AsyncGenerator[Provider]:
    """Answers two requests with thinking and text."""
    chunks = (delta(None, reasoning="hm"), delta("ok "), delta("then", finish="stop"))
    async for provider in _provider(
        request.param, (thinks("hm"), says("ok ", "then")), answer(*chunks, _USAGE)
    ):
        yield provider


@pytest.fixture(params=KINDS)
async def calling_provider(request: pytest.FixtureRequest) -> AsyncGenerator[Provider]:
    """Answers with a call of the tool `list_dir`."""
    chunks = (delta(None, tool_calls=[_CALL]), delta(finish="tool_calls"))
    async for provider in _provider(request.param, (calls("list_dir", path="."),), answer(*chunks)):
        yield provider


@pytest.fixture(params=KINDS)
async def failing_provider(request: pytest.FixtureRequest) -> AsyncGenerator[Provider]:
    """Fails in a way that may be tried again."""
    reply = json_reply({"error": {"message": "busy"}}, status=503)
    async for provider in _provider(request.param, (fails(),), reply):
        yield provider


async def _provider(kind: str, step: tuple[object, ...], reply: object) -> AsyncGenerator[Provider]:
    provider: Provider
    if kind == "demo":
        yield DemoProvider(pace_s=0)
    elif kind == "scripted":
        yield ScriptedProvider(step, step)  # type: ignore[arg-type]
    else:
        async with wire_server(reply, reply) as wire:  # type: ignore[arg-type]
            provider = OpenAIProvider(wire.config())
            yield provider
            await provider.aclose()


THINK = request("think")
LIST = request("list files", tools=(tool_spec("list_dir", "path"),))
FAIL = request("error")


async def test_every_provider_says_its_name(text_provider: Provider) -> None:
    assert text_provider.name


async def test_thinking_comes_before_text_and_the_end_after_both(text_provider: Provider) -> None:
    items = [item async for item in text_provider.stream(THINK)]

    kinds = [type(item) for item in items]
    assert kinds[0] is ThinkingDelta
    assert kinds.index(TextDelta) > kinds.index(ThinkingDelta)
    assert kinds.count(StreamFinished) == 1
    assert not {TextDelta, ThinkingDelta} & set(kinds[kinds.index(StreamFinished) :])
    assert StreamFinished(finish_reason=FinishReason.STOP) in items


async def test_no_delta_is_empty_and_the_text_is_not_split_into_characters(
    text_provider: Provider,
) -> None:
    items = [item async for item in text_provider.stream(THINK)]

    deltas = [item.text for item in items if isinstance(item, TextDelta | ThinkingDelta)]
    assert all(deltas)
    assert len(deltas) < len("".join(deltas))


async def test_usage_that_is_reported_counts_something(text_provider: Provider) -> None:
    items = [item async for item in text_provider.stream(THINK)]

    assert all(item.usage.total_tokens for item in items if isinstance(item, UsageReported))


async def test_a_tool_call_names_its_tool_and_id_first_and_has_readable_arguments(
    calling_provider: Provider,
) -> None:
    items = [item async for item in calling_provider.stream(LIST)]

    deltas = [item for item in items if isinstance(item, ToolCallDelta)]
    assert (deltas[0].index, deltas[0].name) == (0, "list_dir")
    assert deltas[0].call_id
    assert "".join(item.arguments for item in deltas) == '{"path":"."}'
    assert StreamFinished(finish_reason=FinishReason.TOOL_CALLS) in items


async def test_a_failure_is_a_provider_error_that_says_whether_to_try_again(
    failing_provider: Provider,
) -> None:
    with pytest.raises(ProviderUnavailable) as caught:
        [item async for item in failing_provider.stream(FAIL)]

    assert caught.value.is_retryable
    assert caught.value.provider == failing_provider.name or failing_provider.name == "scripted"


async def test_a_stream_left_early_is_closed_and_the_provider_answers_again(
    text_provider: Provider,
) -> None:
    async with aclosing(_generator(text_provider, THINK)) as stream:
        await anext(stream)

    assert text_of([item async for item in text_provider.stream(THINK)])


async def test_nothing_happens_before_the_stream_is_read(text_provider: Provider) -> None:
    await _generator(text_provider, THINK).aclose()


async def test_closing_twice_is_harmless(text_provider: Provider) -> None:
    await text_provider.aclose()
    await text_provider.aclose()


async def test_models_are_listed_sorted() -> None:
    async with wire_server(json_reply({"data": [{"id": "b"}, {"id": "a"}]})) as wire:
        openai = OpenAIProvider(wire.config())
        providers: tuple[Provider, ...] = (
            openai,
            DemoProvider(),
            ScriptedProvider(models=("b", "a")),
        )

        listed = [await provider.list_models() for provider in providers]

        await openai.aclose()
    assert listed == [("a", "b"), ("demo",), ("a", "b")]


def _generator(provider: Provider, sent: ModelRequest) -> AsyncGenerator[object]:
    stream = provider.stream(sent)
    assert isinstance(stream, AsyncGenerator)
    return stream
