"""P13: Ctrl+Q to the end of the process, and SIGKILL to a restored terminal."""

from __future__ import annotations

import sys

from benchmarks.bare_hello import READY
from benchmarks.command_line import run_alone
from benchmarks.model_program import model_server, ready_program
from benchmarks.options import Options
from benchmarks.rows import Row, in_ms
from benchmarks.terminal import TimedProgram

RUNS = 9
_CTRL_Q = "\x11"
_BARE = "bare Textual hello"


def measure(options: Options) -> list[Row]:
    """Interleaved ends of each kind."""
    bare, quits, kills = [], [], []
    with model_server() as server:
        for _ in range(options.runs_or(RUNS)):
            bare.append(_bare_quit_s())
            with ready_program(server.base_url) as program:
                asked_s = program.send(_CTRL_Q)
                quits.append(program.wait_for_exit() - asked_s)
                program.wait_for_restore(timeout_s=0.1)
            with ready_program(server.base_url) as program:
                killed_s = program.kill()
                kills.append(program.wait_for_restore() - killed_s)
    return [
        Row(target="", what=f"Ctrl+Q to exit, {_BARE}", values=in_ms(bare)),
        Row(
            target="P13",
            what="Ctrl+Q to exit, terminal restored",
            values=in_ms(quits),
            limit=300.0,
            baseline=_BARE,
            baseline_values=in_ms(bare),
        ),
        Row(target="P13", what="SIGKILL to terminal restored", values=in_ms(kills), limit=50.0),
    ]


def _bare_quit_s() -> float:
    with TimedProgram([sys.executable, "-m", "benchmarks.bare_hello"]) as program:
        program.wait_for(READY)
        program.wait_until_quiet(0.2)
        asked_s = program.send(_CTRL_Q)
        return program.wait_for_exit() - asked_s


if __name__ == "__main__":
    run_alone("quit_time")
