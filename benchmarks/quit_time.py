"""P13: Ctrl+Q to the end of the process, and SIGKILL to a restored terminal."""

from __future__ import annotations

import sys

from benchmarks.bare_hello import READY
from benchmarks.figures import print_figure, print_ratio, print_times, print_title
from benchmarks.model_program import model_server, ready_program
from benchmarks.terminal import TimedProgram

RUNS = 9
_CTRL_Q = "\x11"


def main() -> None:
    """Print the times of `RUNS` ends of each kind."""
    bare, quits, kills = [], [], []
    with model_server() as server:
        for _ in range(RUNS):
            bare.append(_bare_quit_s())
            with ready_program(server.base_url) as program:
                asked_s = program.send(_CTRL_Q)
                quits.append(program.wait_for_exit() - asked_s)
                program.wait_for_restore(timeout_s=0.1)
            with ready_program(server.base_url) as program:
                killed_s = program.kill()
                kills.append(program.wait_for_restore() - killed_s)
    print_title("leaving")
    print_times("bare Textual hello, Ctrl+Q to exit", bare)
    print_times("P13 Ctrl+Q to exit, terminal restored", quits)
    print_times("P13 SIGKILL to terminal restored", kills)
    print_figure("P13 targets", "300.0 ms, 50.0 ms")
    print_ratio("P13 quit to bare Textual hello", quits, bare, 1.25)


def _bare_quit_s() -> float:
    with TimedProgram([sys.executable, "-m", "benchmarks.bare_hello"]) as program:
        program.wait_for(READY)
        program.wait_until_quiet(0.2)
        asked_s = program.send(_CTRL_Q)
        return program.wait_for_exit() - asked_s


if __name__ == "__main__":
    main()
