"""What a turn of `Agent` takes beyond the raw request: over HTTP, and within the process."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Awaitable, Callable

import anyio
import anyio.to_thread

from agent_tui import Agent, ProviderConfig
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.requests import ModelRequest, StreamFinished, StreamItem, TextDelta
from agent_tui.protocol.status import FinishReason
from benchmarks.command_line import run_alone
from benchmarks.model_program import ModelServer, model_server
from benchmarks.options import Options
from benchmarks.rows import Row, in_ms

AGENTS, TURNS = 10, 10  # a new agent now and then, so that no history grows long
LIMIT_MS = 5.0
PROMPT = "rate=0 count=50 end=7"
_SDK, _STREAM = "raw SDK call", "reading the same provider's stream"

Pairs = tuple[list[float], list[float]]


class Instant:
    """Implements `Provider`: fifty deltas, at once."""

    name = "instant"

    async def stream(self, request: ModelRequest) -> AsyncGenerator[StreamItem]:
        for number in range(50):
            yield TextDelta(text=f"w{number} ")
        yield StreamFinished(finish_reason=FinishReason.STOP)

    async def list_models(self) -> tuple[str, ...]:
        return (self.name,)

    async def aclose(self) -> None:
        return


def measure(options: Options) -> list[Row]:
    """Turns and raw requests one after the other, in one process, after a warm-up."""
    agents = options.amount(AGENTS, short=1)
    with model_server() as server:
        over_http = anyio.run(_over_http, server, agents)
    within = anyio.run(_within_the_process, agents)
    return [*_rows("over HTTP", _SDK, over_http), *_rows("within the process", _STREAM, within)]


def _rows(where: str, baseline: str, pairs: Pairs) -> list[Row]:
    raw, ours = pairs
    beyond = [ours_s - raw_s for ours_s, raw_s in zip(ours, raw, strict=True)]
    return [
        Row(target="", what=f"{baseline}, {where}", values=in_ms(raw)),
        Row(
            target="",
            what=f"a turn of Agent, {where}",
            values=in_ms(ours),
            baseline=baseline,
            baseline_values=in_ms(raw),
        ),
        Row(
            target="",
            what=f"a turn beyond that, {where}",
            values=in_ms(beyond),
            limit=LIMIT_MS,
        ),
    ]


async def _over_http(server: ModelServer, agents: int) -> Pairs:
    import openai

    client = openai.AsyncOpenAI(base_url=server.base_url, api_key="benchmark", max_retries=0)
    config = ProviderConfig(name="local", base_url=server.base_url, api_key="k", model="fake")

    async def raw() -> None:
        answer = await client.chat.completions.create(
            model="fake", messages=[{"role": "user", "content": PROMPT}], stream=True
        )
        async for _ in answer:
            pass
        await anyio.to_thread.run_sync(server.last_byte_s)

    async def turn(agent: Agent) -> None:
        await agent.run_turn(PROMPT)
        await anyio.to_thread.run_sync(server.last_byte_s)

    async with client:
        return await _pairs(raw, turn, lambda: Agent(provider_config=config), agents)


async def _within_the_process(agents: int) -> Pairs:
    part = TextPart(id="p", text=PROMPT)
    message = ChatMessage(id="m", role=Role.USER, parts=(part,))

    async def raw() -> None:
        async for _ in Instant().stream(ModelRequest(model="instant", messages=(message,))):
            pass

    async def turn(agent: Agent) -> None:
        await agent.run_turn(PROMPT)

    return await _pairs(raw, turn, lambda: Agent(provider=Instant()), agents)


async def _pairs(
    raw: Callable[[], Awaitable[None]],
    turn: Callable[[Agent], Awaitable[None]],
    new_agent: Callable[[], Agent],
    agents: int,
) -> Pairs:
    """Seconds of each, in pairs."""
    of_raw: list[float] = []
    of_turn: list[float] = []
    for _ in range(agents):
        async with new_agent() as agent:
            await raw()
            await turn(agent)
            for _ in range(TURNS):
                of_raw.append(await _seconds(raw()))
                of_turn.append(await _seconds(turn(agent)))
    return of_raw, of_turn


async def _seconds(call: Awaitable[None]) -> float:
    started = time.perf_counter()
    await call
    return time.perf_counter() - started


if __name__ == "__main__":
    run_alone("turn_overhead")
