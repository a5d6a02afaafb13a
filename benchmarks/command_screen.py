"""From a command's first byte to the screen, and keys while a command prints 50 MB."""

from __future__ import annotations

import re
import sys

from benchmarks.command_line import run_alone
from benchmarks.keys import key_latencies
from benchmarks.model_program import TEXTUAL_DRIVER, submit
from benchmarks.options import Options
from benchmarks.rows import Judged, Row, in_ms
from benchmarks.terminal import AGENT_TUI, TimedProgram

RUNS, KEYS = 10, 100
KEY_LIMIT_MS, OUTPUT_LIMIT_MS = 25.0, 100.0
# 100 pieces of 0.5 MB over at least 5 s: longer than the keys take.
_FLOOD = (
    "for i in $(seq 100); do yes 'a line of output, as builds print them' | head -c 500000; "
    "sleep 0.05; done; echo flood over"
)


def measure(options: Options) -> list[Row]:
    """Both, with the built-in demo model."""
    keys = options.amount(KEYS, short=5)
    argv = [AGENT_TUI, "--provider", "demo", "--yolo"]
    with TimedProgram(argv) as program:
        program.wait_for(TEXTUAL_DRIVER)
        program.wait_until_quiet()
        submit(program, "hello")
        program.pump_for(1.0)
        idle = key_latencies(program, keys)
        delays = [_first_byte_delay_s(program, run) for run in range(options.runs_or(RUNS))]
        since = len(program.output)
        submit(program, f"run {_FLOOD}")
        program.wait_for("a line of output", since=since + 200)
        flooded = key_latencies(program, keys)
        program.wait_for("flood over", since=since, timeout_s=60.0)
    return [
        Row(
            target="",
            what="first byte of a command to the screen",
            values=in_ms(delays),
            judged=Judged.P95,
            limit=OUTPUT_LIMIT_MS,
        ),
        Row(
            target="",
            what="key to screen while a command prints 50 MB",
            values=in_ms(flooded),
            judged=Judged.P95,
            limit=KEY_LIMIT_MS,
            baseline="the same, idle",
            baseline_values=in_ms(idle),
        ),
    ]


def _first_byte_delay_s(program: TimedProgram, number: int) -> float:
    # The word is put together by the command, so that its own text on the screen does not count.
    word = f"amp{number}="
    stamp = f"print('st' + '{word}' + str(time.perf_counter()), flush=True)"
    since = len(program.output)
    submit(program, f'run {sys.executable} -c "import time; {stamp}; time.sleep(0.5)"')
    shown_s = program.wait_for(f"st{word}", since=since)
    program.pump_for(1.5)
    found = re.search(rf"st{word}(\d+\.\d+)", program.output[since:].decode(errors="replace"))
    assert found is not None
    return shown_s - float(found[1])


if __name__ == "__main__":
    run_alone("command_screen")
