"""Providers of hosts, with mistakes in their code."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from typing import Any

import pytest

from agent_tui import Agent, TurnStatus
from agent_tui.protocol.requests import ModelRequest, TextDelta, UsageReported
from agent_tui.providers.scripted import ScriptedProvider, says


async def raises_at_once(request: ModelRequest) -> AsyncGenerator[Any]:
    if request.messages:
        raise ValueError
    yield


async def raises_midway(request: ModelRequest) -> AsyncGenerator[Any]:
    yield TextDelta(text="Half")
    raise KeyError


async def yields_a_string(request: ModelRequest) -> AsyncGenerator[Any]:
    yield "hello"


async def says_a_number(request: ModelRequest) -> AsyncGenerator[Any]:
    number: Any = 5
    yield TextDelta(text=number)


async def reports_usage_as_a_dict(request: ModelRequest) -> AsyncGenerator[Any]:
    usage: Any = {"input_tokens": 3}
    yield UsageReported(usage=usage)


async def is_a_coroutine(request: ModelRequest) -> str:
    return "hello"


def raises_when_called(request: ModelRequest) -> AsyncGenerator[Any]:
    raise OSError


class Mistaken(ScriptedProvider):
    """Fails its first request."""

    def __init__(self, first: Callable[[ModelRequest], Any]) -> None:
        super().__init__([says("Next.")], name="mistaken")
        self.first: Callable[[ModelRequest], Any] | None = first

    def stream(self, request: ModelRequest) -> Any:
        first, self.first = self.first, None
        return first(request) if first else super().stream(request)


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
@pytest.mark.parametrize(
    ("first", "kind"),
    [
        (raises_at_once, "ValueError"),
        (raises_midway, "KeyError"),
        (yields_a_string, "TypeError"),
        (says_a_number, "TypeError"),
        (reports_usage_as_a_dict, "TypeError"),
        (is_a_coroutine, "TypeError"),
        (raises_when_called, "OSError"),
    ],
)
async def test_a_providers_mistake_is_the_turns_error_and_the_agent_goes_on(
    first: Callable[[ModelRequest], Any], kind: str
) -> None:
    async with Agent(provider=Mistaken(first)) as agent:
        result = await agent.run_turn("go")

        assert result.error is not None
        assert (result.status, result.error.kind) == (TurnStatus.ERROR, "ProviderProtocolError")
        assert f"mistaken broke off with {kind}" in result.error.text
        assert str(await agent.run_turn("and now?")) == "Next."
