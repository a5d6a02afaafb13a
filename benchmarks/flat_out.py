"""P7, P8: an answer of 2000 deltas as fast as it can be sent."""

from __future__ import annotations

import sys

from benchmarks.bare_chat import READY
from benchmarks.figures import print_figure, print_ratio, print_times, print_title
from benchmarks.model_program import ModelServer, model_server, ready_program, submit
from benchmarks.sse_server import LAST_WORD
from benchmarks.terminal import TimedProgram

ANSWERS = 9
DELTAS = 2000


def main() -> None:
    """Print the lag from the last byte sent to the last word on screen, and the CPU it took."""
    with model_server() as server:
        with ready_program(server.base_url) as program:
            server.last_byte_s()
            lags, cpu_s = _lags(program, server)
        with TimedProgram(
            [sys.executable, "-m", "benchmarks.bare_chat", server.base_url]
        ) as program:
            program.wait_for(READY)
            submit(program, "rate=0 count=1 end=9")  # imports the SDK
            program.wait_for(f"{LAST_WORD}9")
            server.last_byte_s()
            bare_lags, bare_cpu_s = _lags(program, server)
    print_title(f"{DELTAS} deltas flat out")
    print_times("bare Textual chat, last byte to last word", bare_lags)
    print_times("P7 lag, last byte to last word", lags)
    print_figure("P7 target", "60.0 ms")
    print_figure("CPU for one answer, bare Textual chat", f"{bare_cpu_s:.2f} s")
    print_figure("CPU for one answer", f"{cpu_s:.2f} s")
    print_ratio("P7 to the bare Textual chat", lags, bare_lags, 0.25)
    print_figure("CPU to the bare Textual chat", f"{cpu_s / bare_cpu_s:.2f} x (target 0.25 x)")


def _lags(program: TimedProgram, server: ModelServer) -> tuple[list[float], float]:
    """The lag of each answer, and the CPU seconds of one."""
    lags: list[float] = []
    before_s = program.cpu_s()
    for answer in range(ANSWERS):
        submit(program, f"rate=0 count={DELTAS} end=10{answer}.")
        shown_s = program.wait_for(f"{LAST_WORD}10{answer}")
        lags.append(shown_s - server.last_byte_s())
        program.wait_until_quiet()
    return lags, (program.cpu_s() - before_s) / ANSWERS


if __name__ == "__main__":
    main()
