"""P5, P6: from a key to its echo, idle and while an answer streams."""

from __future__ import annotations

import sys

from benchmarks.figures import print_ratio, print_times, print_title
from benchmarks.model_program import model_server, ready_program, submit
from benchmarks.sse_server import LAST_WORD
from benchmarks.terminal import TimedProgram

KEYS = 100
_GAP_S = 0.03
_KEYS_PER_LINE = 20
# Each key is a letter that nothing else on the screen contains, so its bytes are its echo.
_FIRST_LETTER = 0x0450
_CLEAR_DRAFT = "\x15"


def main() -> None:
    """Print the latencies of `KEYS` keys in each situation."""
    bare = _bare_latencies()
    with model_server() as server, ready_program(server.base_url) as program:
        idle = key_latencies(program)
        streaming = {}
        for rate in (100, 1000):
            submit(program, f"rate={rate} count={rate * 12} end={rate}.")
            program.pump_for(1.0)
            streaming[rate] = key_latencies(program)
            program.wait_for(f"{LAST_WORD}{rate}", timeout_s=30.0)
            program.wait_until_quiet()
    print_title("key to screen")
    print_times("bare Textual text area, idle", bare)
    print_times("P5 agent-tui, idle", idle)
    for rate, latencies in streaming.items():
        print_times(f"P6 agent-tui, {rate} deltas/s", latencies)
    print_ratio("P5 to the bare text area", idle, bare, 1.1)
    for rate, latencies in streaming.items():
        print_ratio(f"P6 at {rate} deltas/s to the idle bare one", latencies, bare, 1.2)


def key_latencies(program: TimedProgram) -> list[float]:
    """Seconds from each key to its echo."""
    latencies = []
    for i in range(KEYS):
        letter = chr(_FIRST_LETTER + i)
        since = len(program.output)
        sent_s = program.send(letter)
        latencies.append(program.wait_for(letter, since=since) - sent_s)
        program.pump_for(_GAP_S)
        if i % _KEYS_PER_LINE == _KEYS_PER_LINE - 1:
            program.send(_CLEAR_DRAFT)
            program.pump_for(_GAP_S)
    return latencies


def _bare_latencies() -> list[float]:
    with TimedProgram([sys.executable, "-m", "benchmarks.bare_composer"]) as program:
        program.wait_until_quiet()
        return key_latencies(program)


if __name__ == "__main__":
    main()
