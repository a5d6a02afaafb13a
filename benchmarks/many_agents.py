"""200 agents that stream at once on one worker: what the loop has left, and what each one takes."""

from __future__ import annotations

import gc
import multiprocessing
import os
import time
from collections.abc import AsyncGenerator, Callable, Coroutine
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import anyio
from msgspec import Struct, field

from agent_tui import Agent, EngineWorker
from agent_tui.protocol.events import TurnEnded
from agent_tui.protocol.requests import ModelRequest, StreamFinished, StreamItem, TextDelta
from agent_tui.protocol.status import FinishReason
from benchmarks.command_line import run_alone
from benchmarks.options import Options
from benchmarks.rows import Judged, Row, in_ms

AGENTS, RATE, SECONDS = 200, 20, 8  # deltas per second of each, about what large models write
RUSH_S = 2.0  # in which all are asked, before the first delta
BEAT_S = 0.005
DELAY_LIMIT_MS, MEMORY_LIMIT_MB = 20.0, 1.0
_BARE = "the same streams in plain tasks"


class Run(Struct):
    """Mutable: what one run gathers. Beats: seconds that each came too late. begins: when the first
    delta is due, on the monotonic clock."""

    count: int
    deltas: int
    begins: float = 0.0
    worker_rush: list[float] = field(default_factory=list)
    worker_beats: list[float] = field(default_factory=list)
    host_beats: list[float] = field(default_factory=list)
    cpu_share: float = 0.0
    mb_each: float | None = None
    whole_count: int = 0


class Paced:
    """Implements `Provider`: deltas at the rate, each agent's between those of others."""

    name = "paced"

    def __init__(self, run: Run, place: int) -> None:
        self._run, self._offset = run, place / run.count / RATE

    async def stream(self, request: ModelRequest) -> AsyncGenerator[StreamItem]:
        due = self._run.begins + self._offset
        for number in range(self._run.deltas):
            await anyio.sleep(max(0.0, due + number / RATE - time.monotonic()))
            yield TextDelta(text=f"w{number} ")
        yield StreamFinished(finish_reason=FinishReason.STOP)

    async def list_models(self) -> tuple[str, ...]:
        return (self.name,)

    async def aclose(self) -> None:
        return


class Beating(Paced):
    """One more agent on the loop, whose answer is a heartbeat."""

    async def stream(self, request: ModelRequest) -> AsyncGenerator[StreamItem]:
        await _beat(self._run, self._run.worker_beats, self._run.worker_rush)
        yield StreamFinished(finish_reason=FinishReason.STOP)


def measure(options: Options) -> list[Row]:
    """The engines' loop, and the host's loop that reads every event; each in a new process."""
    count = options.amount(AGENTS, short=10)
    run = Run(count, RATE * options.amount(SECONDS, short=1))
    bare, ours = _in_new_process(_bare, run), _in_new_process(_agents, run)
    memory = () if ours.mb_each is None else (ours.mb_each,)
    rows = [
        _delay_row(f"delay of a heartbeat, {_BARE}", bare.worker_beats),
        _delay_row(f"delay on the loop of {count} agents", ours.worker_beats, bare, has_limit=True),
        _delay_row("delay on the loop of the host, which reads", ours.host_beats, bare),
        _delay_row(f"delay while {count} turns begin at once", ours.worker_rush),
        Row(
            target="",
            what=f"CPU while {count} agents stream",
            unit="% of a core",
            values=(100 * ours.cpu_share,),
            baseline=_BARE,
            baseline_values=(100 * bare.cpu_share,),
        ),
        Row(
            target="",
            what=f"answers that came whole, of {count}",
            unit="answers",
            values=(float(ours.whole_count),),
        ),
    ]
    if memory:
        what = "memory of each agent that streams (RSS)"
        rows.append(Row(target="", what=what, unit="MB", values=memory, limit=MEMORY_LIMIT_MB))
    return rows


def _delay_row(
    what: str, beats: list[float], bare: Run | None = None, *, has_limit: bool = False
) -> Row:
    return Row(
        target="",
        what=what,
        values=in_ms(beats),
        judged=Judged.P99,
        limit=DELAY_LIMIT_MS if has_limit else None,
        baseline=_BARE if bare else "",
        baseline_values=in_ms(bare.worker_beats) if bare else (),
    )


def _in_new_process(play: Callable[[Run], Coroutine[Any, Any, None]], run: Run) -> Run:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(_played, play, run).result()


def _played(play: Callable[[Run], Coroutine[Any, Any, None]], run: Run) -> Run:
    anyio.run(play, run)
    return run


async def _bare(run: Run) -> None:
    async def read(place: int) -> None:
        async for _ in Paced(run, place).stream(ModelRequest(model="", messages=())):
            pass

    run.begins = time.monotonic() + RUSH_S
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_beat, run, run.worker_beats, [])
        tasks.start_soon(_watch, run, 0.0)
        for place in range(run.count):
            tasks.start_soon(read, place)


async def _agents(run: Run) -> None:
    async def read(agent: Agent) -> None:
        async for event in agent.stream("go"):
            if isinstance(event, TurnEnded):
                run.whole_count += event.result.text.endswith(f"w{run.deltas - 1} ")

    async with (
        EngineWorker() as worker,
        Agent(provider=Beating(run, 0), worker=worker) as heart,
    ):
        gc.collect()
        before_mb = _process_mb()
        agents = [Agent(provider=Paced(run, at), worker=worker) for at in range(run.count)]
        for agent in agents:
            await agent.start()
        run.begins = time.monotonic() + RUSH_S
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(heart.run_turn, "beat")
            tasks.start_soon(_beat, run, run.host_beats, [])
            tasks.start_soon(_watch, run, before_mb)
            for agent in agents:
                tasks.start_soon(read, agent)
        for agent in agents:
            await agent.aclose()


async def _beat(run: Run, beats: list[float], rush: list[float]) -> None:
    """Until the streams are about to end; into `rush` until they have begun."""
    ends = run.begins + (run.deltas - 1) / RATE
    while (now := time.monotonic()) < ends:
        await anyio.sleep(BEAT_S)
        (beats if now > run.begins else rush).append(time.monotonic() - now - BEAT_S)


async def _watch(run: Run, before_mb: float | None) -> None:
    """CPU from the beginning of the streams to their end, memory in the middle."""
    length_s = (run.deltas - 1) / RATE
    await anyio.sleep(run.begins - time.monotonic())
    cpu, started = time.process_time(), time.monotonic()
    await anyio.sleep(length_s / 2)
    now_mb = _process_mb()
    if before_mb is not None and now_mb is not None:
        run.mb_each = (now_mb - before_mb) / run.count
    await anyio.sleep(run.begins + length_s - time.monotonic())
    run.cpu_share = (time.process_time() - cpu) / (time.monotonic() - started)


def _process_mb() -> float | None:
    """Resident memory, None where the system does not tell."""
    file = Path("/proc/self/statm")
    if not file.exists():
        return None
    return int(file.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024**2


if __name__ == "__main__":
    run_alone("many_agents")
