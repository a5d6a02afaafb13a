"""A command's way to the screen: through supervisor, reaper and tool, against bare subprocess."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Awaitable, Callable, Sequence

import anyio

from agent_tui.lifecycle.processes.supervisor import Supervisor
from agent_tui.tools.run_command import RunCommand, RunCommandArguments
from benchmarks.command_line import run_alone
from benchmarks.options import Options
from benchmarks.rows import Judged, Row, in_ms
from tests.tools.fake_context import FakeContext

ROUNDS = 9
MEGABYTES = 50
# Lines of 80 characters, like a build's log.
FLOOD = f"yes '{'x' * 79}' | head -c {MEGABYTES}000000"
STARTS = 40
FIRST_WORDS = 20
# The command prints its own clock, in nanoseconds, and then lives on.
CLOCK = "date +%s%N; sleep 0.3"
_BARE = "bare subprocess"


def measure(options: Options) -> list[Row]:
    """Throughput, the cost of a start, and the delay of the first words."""
    return anyio.run(_measure, options)


async def _measure(options: Options) -> list[Row]:
    supervisor = Supervisor()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(supervisor.run)
        context = _Context(supervisor)
        bare, read, tool = await _in_turn(
            (_bare, context.only_read, context.run), FLOOD, options.runs_or(ROUNDS)
        )
        starts = options.runs_or(STARTS)
        bare_start, start = await _in_turn((_bare, context.run), ":", starts)
        delays = [await context.first_words_delay_s() for _ in range(options.runs_or(FIRST_WORDS))]
        await supervisor.aclose()
    more = [ours - theirs for ours, theirs in zip(start, bare_start, strict=True)]
    return [
        Row(target="", what=f"{MEGABYTES} MB of output, {_BARE}", values=in_ms(bare)),
        # Read to the end only; the tool also decodes, cleans of colours and writes a file.
        _flood_row("supervisor", read, bare, 2.0),
        _flood_row("run_command", tool, bare, 5.0),
        Row(target="", what=f"a command that does nothing, {_BARE}", values=in_ms(bare_start)),
        Row(target="", what="  the same by run_command: more", values=in_ms(more), limit=30.0),
        Row(
            target="",
            what="a command's first byte to context.output",
            values=in_ms(delays),
            judged=Judged.P95,
            limit=100.0,
        ),
    ]


def _flood_row(
    who: str, times_s: Sequence[float], bare_s: Sequence[float], ratio_limit: float
) -> Row:
    return Row(
        target="",
        what=f"{MEGABYTES} MB of output, {who}",
        values=in_ms(times_s),
        baseline=_BARE,
        baseline_values=in_ms(bare_s),
        ratio_limit=ratio_limit,
    )


class _Context(FakeContext):
    """Notes when the first words came."""

    def __init__(self, supervisor: Supervisor) -> None:
        super().__init__(os.getcwd(), processes=supervisor)
        self.first_words = ""
        self.first_words_at_ns = 0

    def output(self, text: str) -> None:
        if not self.first_words:
            self.first_words, self.first_words_at_ns = text, time.time_ns()

    async def run(self, command: str) -> None:
        await RunCommand().run(RunCommandArguments(command=command), self)
        shutil.rmtree(self.folder, ignore_errors=True)

    async def only_read(self, command: str) -> None:
        process = await self.processes.start(command, cwd=self.cwd)
        while await process.read():
            pass
        await process.wait()

    async def first_words_delay_s(self) -> float:
        self.first_words = ""
        await self.run(CLOCK)
        return (self.first_words_at_ns - int(self.first_words)) / 1e9


async def _bare(command: str) -> None:
    _bare_now(command)


def _bare_now(command: str) -> None:
    with subprocess.Popen(
        ["bash", "-c", command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        bufsize=0,
    ) as process:
        assert process.stdout is not None
        while process.stdout.read(65536):
            pass


async def _in_turn(
    calls: Sequence[Callable[[str], Awaitable[None]]], command: str, rounds: int
) -> list[list[float]]:
    """The seconds of each call, one list per call; in turn, so that all have the same weather."""
    times_s: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for call, times in zip(calls, times_s, strict=True):
            before_s = time.perf_counter()
            await call(command)
            times.append(time.perf_counter() - before_s)
    return times_s


if __name__ == "__main__":
    run_alone("command_output")
