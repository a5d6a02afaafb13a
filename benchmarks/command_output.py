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
from benchmarks.figures import print_figure, print_ratio, print_times, print_title
from tests.tools.fake_context import FakeContext

ROUNDS = 9
MEGABYTES = 50
# Lines of 80 characters, like a build's log.
FLOOD = f"yes '{'x' * 79}' | head -c {MEGABYTES}000000"
STARTS = 40
FIRST_WORDS = 20
# The command prints its own clock, in nanoseconds, and then lives on.
CLOCK = "date +%s%N; sleep 0.3"


def main() -> None:
    """Print throughput, delay of the first words, and the cost of a start."""
    anyio.run(_measure)


async def _measure() -> None:
    supervisor = Supervisor()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(supervisor.run)
        context = _Context(supervisor)
        bare_flood, read_flood, flood = await _in_turn(
            (_bare, context.only_read, context.run), FLOOD, ROUNDS
        )
        print_title(f"a command that prints {MEGABYTES} MB")
        print_times("bare subprocess, read to the end", bare_flood)
        print_times("supervisor, read to the end", read_flood)
        print_times("run_command", flood)
        print_ratio("supervisor to bare subprocess", read_flood, bare_flood, 2.0)
        # Also decoded, cleaned of colours and written to a file.
        print_ratio("run_command to bare subprocess", flood, bare_flood, 5.0)
        print_figure(
            "shown to the screen", f"{context.shown_chars / ROUNDS / 1e6:.1f} MB a command"
        )
        bare_start, start = await _in_turn((_bare, context.run), ":", STARTS)
        print_title("a command that does nothing")
        print_times("bare subprocess", bare_start)
        print_times("run_command", start)
        more_ms = 1000 * (sorted(start)[STARTS // 2] - sorted(bare_start)[STARTS // 2])
        print_figure("more than bare subprocess", f"{more_ms:.1f} ms (target 30 ms)")
        delays = [await context.first_words_delay_s() for _ in range(FIRST_WORDS)]
        print_title("from a command's first byte to context.output")
        print_times("delay", delays)
        print_figure("target", "100.0 ms")
        await supervisor.aclose()


class _Context(FakeContext):
    """Counts what is shown."""

    def __init__(self, supervisor: Supervisor) -> None:
        super().__init__(os.getcwd(), processes=supervisor)
        self.shown_chars = 0
        self.first_words = ""
        self.first_words_at_ns = 0

    def output(self, text: str) -> None:
        self.shown_chars += len(text)
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
    main()
