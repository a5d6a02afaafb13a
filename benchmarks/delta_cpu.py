"""P8: processor time for 10 000 streamed deltas."""

from __future__ import annotations

import sys

from benchmarks.bare_markdown import READY
from benchmarks.command_line import run_alone
from benchmarks.model_program import ModelServer, model_server, ready_program, submit
from benchmarks.options import Options
from benchmarks.rows import Row
from benchmarks.sse_server import LAST_WORD
from benchmarks.terminal import TimedProgram

RUNS = 3
DELTAS = 10_000
# The baseline's cost per delta grows with the answer; scaling up a shorter one flatters it.
_BARE_DELTAS = 4_000
_LIMITS_S = {1000: 2.0, 5000: 0.6}
_BARE = "Textual's MarkdownStream"


def measure(options: Options) -> list[Row]:
    """All threads of the process, from Enter until the screen is quiet again."""
    deltas = options.amount(DELTAS, short=500)
    bare_deltas = options.amount(_BARE_DELTAS, short=200)
    rows = []
    with model_server() as server, ready_program(server.base_url) as program:
        for rate, limit_s in _LIMITS_S.items():
            ours, theirs = [], []
            for number in range(options.runs_or(RUNS)):
                scale = DELTAS / deltas
                ours.append(scale * _cpu_s(program, deltas, rate, f"{rate}{number}"))
                theirs.append(DELTAS / bare_deltas * _bare_cpu_s(server, bare_deltas, rate))
            rows.append(
                Row(
                    target="P8",
                    what=f"CPU for {DELTAS} deltas at {rate}/s",
                    unit="s",
                    values=tuple(ours),
                    limit=limit_s,
                    baseline=_BARE,
                    baseline_values=tuple(theirs),
                    ratio_limit=0.25,
                )
            )
    return rows


def _cpu_s(program: TimedProgram, deltas: int, rate: int, end: str) -> float:
    before_s = program.cpu_s()
    submit(program, f"rate={rate} count={deltas} end={end}.")
    program.wait_for(f"{LAST_WORD}{end}", timeout_s=60.0)
    program.wait_until_quiet()
    return program.cpu_s() - before_s


def _bare_cpu_s(server: ModelServer, deltas: int, rate: int) -> float:
    argv = [sys.executable, "-m", "benchmarks.bare_markdown", server.base_url]
    with TimedProgram([*argv, f"rate={rate} count={deltas} end=5"]) as program:
        program.wait_for(READY)
        program.wait_until_quiet()
        before_s = program.cpu_s()
        program.send("g")
        program.wait_for(f"{LAST_WORD}5", timeout_s=300.0)
        program.wait_until_quiet()
        return program.cpu_s() - before_s


if __name__ == "__main__":
    run_alone("delta_cpu")
