"""P12: what an idle program costs."""

from __future__ import annotations

import sys

from benchmarks.bare_hello import READY
from benchmarks.figures import print_figure, print_title
from benchmarks.model_program import model_server, ready_program
from benchmarks.terminal import TimedProgram

IDLE_S = 10.0


def main() -> None:
    """Print CPU and bytes written to the terminal in `IDLE_S` seconds after an answer."""
    with TimedProgram([sys.executable, "-m", "benchmarks.bare_hello"]) as program:
        program.wait_for(READY)
        bare_percent, bare_bytes = _idle(program)
    with model_server() as server, ready_program(server.base_url) as program:
        percent, written = _idle(program)
    print_title(f"idle for {IDLE_S:.0f} s")
    print_figure("bare Textual hello, CPU", f"{bare_percent:.2f} %")
    print_figure("bare Textual hello, bytes written", f"{bare_bytes}")
    print_figure("P12 CPU", f"{percent:.2f} % (target 0.30 %)")
    print_figure("P12 bytes written", f"{written} (target 0)")
    print_figure("P12 to the bare Textual hello", f"{percent / bare_percent:.2f} x")


def _idle(program: TimedProgram) -> tuple[float, int]:
    """Per cent of one processor, and bytes."""
    program.pump_for(1.0)
    written, used_s = len(program.output), program.cpu_s()
    program.pump_for(IDLE_S)
    return 100 * (program.cpu_s() - used_s) / IDLE_S, len(program.output) - written


if __name__ == "__main__":
    main()
