"""From a command's first byte to the screen, and keys while a command prints 50 MB."""

from __future__ import annotations

import re
import sys

from benchmarks.figures import p95, print_figure, print_times, print_title
from benchmarks.key_latency import key_latencies
from benchmarks.model_program import TEXTUAL_DRIVER, submit
from benchmarks.terminal import AGENT_TUI, TimedProgram

RUNS = 10
KEY_TARGET_S = 0.025
OUTPUT_TARGET_S = 0.1
# 100 pieces of 0.5 MB over at least 5 s: longer than the keys take.
_FLOOD = (
    "for i in $(seq 100); do yes 'a line of output, as builds print them' | head -c 500000; "
    "sleep 0.05; done; echo flood over"
)


def main() -> None:
    """Print both, with what the issue asks for."""
    argv = [AGENT_TUI, "--provider", "demo", "--yolo"]
    with TimedProgram(argv) as program:
        program.wait_for(TEXTUAL_DRIVER)
        program.wait_until_quiet()
        submit(program, "hello")
        program.pump_for(1.0)
        idle = key_latencies(program)
        delays = [_first_byte_delay_s(program, number) for number in range(RUNS)]
        since = len(program.output)
        submit(program, f"run {_FLOOD}")
        program.wait_for("a line of output", since=since + 200)
        flooded = key_latencies(program)
        program.wait_for("flood over", since=since, timeout_s=60.0)
    print_title("commands on the screen")
    print_times("first byte of a command to the screen", delays)
    _print_target("first byte to the screen, p95", p95(delays), OUTPUT_TARGET_S)
    print_times("keys, idle", idle)
    print_times("keys while a command prints 50 MB", flooded)
    _print_target("keys while 50 MB are printed, p95", p95(flooded), KEY_TARGET_S)
    print_figure("ratio of the p95 to idle", f"{p95(flooded) / p95(idle):.2f} x")


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


def _print_target(name: str, value_s: float, target_s: float) -> None:
    verdict = "met" if value_s <= target_s else "missed"
    print_figure(name, f"{1000 * value_s:.1f} ms (target {1000 * target_s:.0f} ms: {verdict})")


if __name__ == "__main__":
    main()
