"""P5: from a key to its echo while nothing else happens, in sessions of all sizes."""

from __future__ import annotations

import sys

from benchmarks.command_line import run_alone
from benchmarks.keys import key_latencies
from benchmarks.model_program import TEXTUAL_DRIVER, model_server, ready_program, resumed_program
from benchmarks.options import Options
from benchmarks.rows import Judged, Row, in_ms
from benchmarks.terminal import TimedProgram

KEYS, ROUNDS = 40, 3
_EMPTY = "agent-tui without a session"


def measure(options: Options) -> list[Row]:
    """Keys go to the programs in turn, all of which run at once; whoever gets none is idle."""
    keys, rounds = options.amount(KEYS, short=5), options.runs_or(ROUNDS)
    with TimedProgram([sys.executable, "-m", "benchmarks.bare_composer"]) as program:
        program.wait_for(TEXTUAL_DRIVER)
        program.wait_until_quiet()
        bare = in_ms(key_latencies(program, keys * rounds))
    empty: list[float] = []
    rows: list[Row] = []
    with model_server() as server, ready_program(server.base_url) as alone:
        for size in options.sizes:
            ours, beside = [], []
            with resumed_program(server.base_url, size) as program:
                for _ in range(rounds):
                    beside += key_latencies(alone, keys)
                    ours += key_latencies(program, keys)
            empty += beside
            rows.append(
                Row(
                    target="P5",
                    what=f"key to screen, {size} messages",
                    values=in_ms(ours),
                    judged=Judged.P95,
                    limit=6.0,
                    baseline=_EMPTY,
                    baseline_values=in_ms(beside),
                    ratio_limit=1.1,
                )
            )
    return [
        Row(target="", what="key to screen, bare Textual text area", values=bare),
        Row(target="", what=f"key to screen, {_EMPTY}", values=in_ms(empty)),
        *rows,
    ]


if __name__ == "__main__":
    run_alone("key_latency")
