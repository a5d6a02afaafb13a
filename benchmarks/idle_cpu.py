"""P12: what an idle program costs."""

from __future__ import annotations

import sys

from benchmarks.bare_hello import READY
from benchmarks.command_line import run_alone
from benchmarks.model_program import model_server, ready_program
from benchmarks.options import Options
from benchmarks.rows import Row
from benchmarks.terminal import TimedProgram

IDLE_S, SHORT_IDLE_S = 10, 1
RUNS = 2
_SETTLE_S = 2.5  # the warm-up after the first second is no idling
_BARE = "bare Textual hello"


def measure(options: Options) -> list[Row]:
    """CPU and bytes written to the terminal, of both programs at once, after an answer."""
    duration_s = options.amount(IDLE_S, short=SHORT_IDLE_S)
    bare: list[tuple[float, int]] = []
    ours: list[tuple[float, int]] = []
    with (
        model_server() as server,
        TimedProgram([sys.executable, "-m", "benchmarks.bare_hello"]) as hello,
        ready_program(server.base_url) as program,
    ):
        hello.wait_for(READY)
        hello.pump_for(0.1)
        program.pump_for(_SETTLE_S)
        for _ in range(options.runs_or(RUNS)):
            bare.append(_idle(hello, duration_s))
            ours.append(_idle(program, duration_s))
    (percent, written), (bare_percent, bare_written) = (
        zip(*ours, strict=True),
        zip(*bare, strict=True),
    )
    return [
        Row(target="", what=f"idle CPU, {_BARE}", unit="%", values=bare_percent),
        Row(
            target="P12",
            what="idle CPU",
            unit="%",
            values=percent,
            limit=0.3,
            baseline=_BARE,
            baseline_values=bare_percent,
        ),
        Row(
            target="P12",
            what=f"bytes written in {duration_s} s",
            unit="bytes",
            values=written,
            limit=0.0,
            baseline=_BARE,
            baseline_values=bare_written,
        ),
    ]


def _idle(program: TimedProgram, duration_s: float) -> tuple[float, int]:
    """Per cent of one processor, and bytes."""
    written, used_s = len(program.output), program.cpu_s()
    program.pump_for(duration_s)
    return 100 * (program.cpu_s() - used_s) / duration_s, len(program.output) - written


if __name__ == "__main__":
    run_alone("idle_cpu")
