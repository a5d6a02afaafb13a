"""The provider that replays a script for tests of hosts."""

from __future__ import annotations

from contextlib import aclosing

import anyio
import pytest

from agent_tui.errors import ProviderError, RateLimited
from agent_tui.protocol.cancellation import CancellationToken
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
from agent_tui.providers.scripted import ScriptedProvider, calls, fails, says, thinks
from tests.providers.requests_to_send import request, text_of


async def played(provider: ScriptedProvider) -> list[StreamItem]:
    return [item async for item in provider.stream(request("Hi"))]


async def test_each_request_gets_the_next_step_and_is_recorded() -> None:
    provider = ScriptedProvider([says("one")], [says("two")])

    assert [text_of(await played(provider)) for _ in range(2)] == ["one", "two"]
    assert provider.requests == [request("Hi"), request("Hi")]


async def test_a_step_is_ended_with_the_reason_that_fits() -> None:
    provider = ScriptedProvider([says("a")], [calls("ls")])

    assert (await played(provider))[-1] == StreamFinished(finish_reason=FinishReason.STOP)
    assert (await played(provider))[-1] == StreamFinished(finish_reason=FinishReason.TOOL_CALLS)


async def test_a_step_that_says_how_it_ends_is_left_alone() -> None:
    finished = StreamFinished(finish_reason=FinishReason.LENGTH)
    usage = UsageReported(usage=Usage(input_tokens=1))

    assert await played(ScriptedProvider([*says("a"), finished, usage])) == [
        TextDelta(text="a"),
        finished,
        usage,
    ]


async def test_the_added_end_can_be_turned_off() -> None:
    assert await played(ScriptedProvider([says("a")], adds_finish=False)) == [TextDelta(text="a")]


async def test_several_calls_of_a_step_get_indices_and_ids_of_their_own() -> None:
    items = await played(ScriptedProvider([thinks("hm"), calls("a", x=1), calls("b", name="n")]))

    assert items[:3] == [
        ThinkingDelta(text="hm"),
        ToolCallDelta(index=0, call_id="call-1-0", name="a", arguments='{"x":1}'),
        ToolCallDelta(index=1, call_id="call-1-1", name="b", arguments='{"name":"n"}'),
    ]


async def test_a_hand_written_call_keeps_its_index_and_id() -> None:
    mine = ToolCallDelta(index=4, call_id="mine", name="a", arguments="{}")

    assert (await played(ScriptedProvider([mine])))[0] == mine


async def test_an_error_is_raised_where_it_stands() -> None:
    error = RateLimited("Wait.", provider="p", is_retryable=True, retry_after_s=2.0)
    provider = ScriptedProvider([says("a"), fails(error)])

    async with aclosing(provider.stream(request("Hi"))) as stream:
        assert await anext(stream) == TextDelta(text="a")
        with pytest.raises(RateLimited) as caught:
            await anext(stream)

    assert caught.value is error
    assert provider.open_streams == 0


async def test_a_gate_holds_the_stream_until_it_opens() -> None:
    gate = anyio.Event()
    provider = ScriptedProvider([says("a"), gate.wait, says("b")])
    seen: list[StreamItem] = []

    async def read() -> None:
        seen.extend([item async for item in provider.stream(request("Hi"))])

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(read)
        await anyio.wait_all_tasks_blocked()
        assert provider.open_streams == 1
        gate.set()

    assert text_of(seen) == "ab"
    assert provider.open_streams == 0


async def test_a_plain_function_is_called_where_it_stands() -> None:
    token = CancellationToken()
    provider = ScriptedProvider([says("a"), token.cancel, says("b")])

    items = [(item, token.is_cancelled) async for item in provider.stream(request("Hi"))]

    assert [is_cancelled for _, is_cancelled in items] == [False, True, True]


async def test_a_request_beyond_the_script_fails_and_says_so() -> None:
    with pytest.raises(ProviderError, match="0 steps and this is request 1"):
        await played(ScriptedProvider())


async def test_closing_is_noted() -> None:
    provider = ScriptedProvider()

    await provider.aclose()

    assert provider.is_closed
