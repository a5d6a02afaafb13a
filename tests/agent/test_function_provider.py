"""A plain function is a model."""

from __future__ import annotations

import functools
import inspect
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from agent_tui import Agent, CancellationToken, Settings, TurnStatus
from agent_tui.protocol.requests import ModelRequest
from agent_tui.providers.function_provider import MOST_LEFT_BEHIND, FunctionProvider

Rows = list[dict[str, Any]]


def text(rows: Rows) -> str:
    return f"{rows[0]['role']}, then {rows[-1]['content']}"


def listed(rows: Rows) -> list[str]:
    return ["system, ", "then ", rows[-1]["content"]]


def pieces(rows: Rows) -> Iterator[str]:
    yield "system, then "
    yield rows[-1]["content"]


async def awaited(rows: Rows) -> str:
    await anyio.lowlevel.checkpoint()
    return text(rows)


async def streamed(rows: Rows) -> AsyncIterator[str]:
    for piece in pieces(rows):
        await anyio.lowlevel.checkpoint()
        yield piece


class Model:
    def __call__(self, rows: Rows) -> str:
        return text(rows)


class AwaitedModel:
    async def __call__(self, rows: Rows) -> str:
        return text(rows)


@pytest.mark.parametrize(
    "function",
    [
        text,
        listed,
        pieces,
        awaited,
        streamed,
        lambda rows: text(rows),
        lambda rows: awaited(rows),
        functools.partial(text),
        functools.partial(awaited),
        Model(),
        AwaitedModel(),
    ],
)
async def test_whatever_gives_texts_is_a_model(function: Callable[[Rows], Any]) -> None:
    async with Agent(llm_fn=function) as agent:
        assert (await agent.run_turn("hi")).text == "system, then hi"


def raises(_: Rows) -> str:
    raise KeyError("inside")


async def raises_later(_: Rows) -> AsyncIterator[str]:
    yield "so far"
    raise KeyError("inside")


def leaves(_: Rows) -> str:
    sys.exit(3)


async def leaves_on_the_loop(_: Rows) -> str:
    sys.exit(3)


async def cancels_itself(_: Rows) -> str:
    raise anyio.get_cancelled_exc_class()


def gives_number(_: Rows) -> Any:
    return 7


def gives_nothing(_: Rows) -> Any:
    return None


def gives_bytes(_: Rows) -> Any:
    yield "so far"
    yield b"bytes"


@pytest.mark.parametrize(
    ("function", "kind", "words"),
    [
        (raises, "ProviderError", "raises failed with KeyError: 'inside'"),
        (raises_later, "ProviderError", "raises_later failed with KeyError"),
        (leaves, "ProviderError", "leaves failed with RuntimeError: SystemExit"),
        (
            leaves_on_the_loop,
            "ProviderProtocolError",
            "leaves_on_the_loop broke off with SystemExit",
        ),
        (cancels_itself, "ProviderProtocolError", "cancels_itself broke off with CancelledError"),
        (gives_number, "ProviderProtocolError", "gives_number gave int"),
        (gives_nothing, "ProviderProtocolError", "gives_nothing gave NoneType"),
        (gives_bytes, "ProviderProtocolError", "gives_bytes gave bytes"),
    ],
)
async def test_what_goes_wrong_in_it_ends_the_turn_by_name_and_the_agent_goes_on(
    function: Callable[[Rows], Any], kind: str, words: str
) -> None:
    async def once_awaited(rows: Rows) -> Any:
        return await function(rows) if rows[-1]["content"] == "wrong" else "right"

    def once_called(rows: Rows) -> Any:
        return function(rows) if rows[-1]["content"] == "wrong" else "right"

    once_wrong = once_awaited if inspect.iscoroutinefunction(function) else once_called
    once_wrong.__name__ = function.__name__
    async with Agent(llm_fn=once_wrong) as agent:
        result = await agent.run_turn("wrong")
        assert result.status is TurnStatus.ERROR
        assert result.error is not None
        assert result.error.kind == kind
        assert words in result.error.text
        assert (await agent.run_turn("now")).text == "right"


async def test_one_that_hangs_is_given_up_after_the_time_limit() -> None:
    go_on = threading.Event()

    def hangs(_: Rows) -> str:
        go_on.wait()
        return "late"

    async with Agent(Settings(idle_timeout_s=0.05), llm_fn=hangs) as agent:
        result = await agent.run_turn("hi")
    go_on.set()

    assert result.error is not None
    assert (result.error.kind, result.text) == ("ProviderUnavailable", "")
    assert "hangs said nothing for 0.05 s" in result.error.text


async def test_a_cancelled_turn_leaves_the_thread_behind_at_once() -> None:
    has_begun, go_on = threading.Event(), threading.Event()
    token = CancellationToken()

    def hangs(rows: Rows) -> Iterator[str]:
        yield "begun"
        has_begun.set()
        go_on.wait()
        yield "late"

    def cancel() -> None:
        has_begun.wait()
        token.cancel("enough")

    canceller = threading.Thread(target=cancel)
    canceller.start()
    async with Agent(llm_fn=hangs) as agent:
        result = await agent.run_turn("hi", token=token)
        assert (result.status, result.reason) == (TurnStatus.CANCELLED, "enough")
        assert agent.messages[-1].is_interrupted
    go_on.set()
    canceller.join()


async def test_calls_that_were_given_up_are_counted_and_bounded() -> None:
    go_on = threading.Event()
    calls = 0

    def hangs(_: Rows) -> str:
        nonlocal calls
        calls += 1
        go_on.wait()
        return "late"

    provider = FunctionProvider(hangs, idle_timeout_s=0.001)
    request = ModelRequest(model="hangs", messages=())
    for _ in range(MOST_LEFT_BEHIND):
        with pytest.raises(Exception, match="said nothing"):
            await anext(provider.stream(request))
    assert provider.left_behind == MOST_LEFT_BEHIND
    with pytest.raises(Exception, match="given up and still run"):
        await anext(provider.stream(request))
    assert calls == MOST_LEFT_BEHIND
    go_on.set()
    for thread in threading.enumerate():
        if thread.name == "agent-tui-hangs":
            thread.join()
    assert provider.left_behind == 0


async def test_a_function_that_chats_with_its_own_agent_is_told_that_it_cannot() -> None:
    def nested(_: Rows) -> str:
        return agent.chat("and you?")

    async with Agent(llm_fn=nested) as agent:
        result = await agent.run_turn("hi")

    assert result.error is not None
    assert "CallWouldDeadlock" in result.error.text


def test_an_agent_with_a_function_loads_neither_a_screen_nor_an_sdk() -> None:
    code = (
        "import sys\n"
        "from agent_tui import Agent\n"
        "with Agent(llm_fn=lambda rows: 'hello') as agent:\n"
        "    assert agent.chat('hi') == 'hello'\n"
        "    agent.blocking.restore([{'role': 'user', 'content': 'x'}])\n"
        "print([name for name in ('textual', 'rich', 'openai') if name in sys.modules])\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"
