"""P4: from spawn to the end of the first reply on screen, typing as soon as typing shows."""

from __future__ import annotations

import sys

from benchmarks.bare_chat import READY
from benchmarks.command_line import run_alone
from benchmarks.keys import key_latencies
from benchmarks.model_program import SKELETON, agent_tui_environment, model_server
from benchmarks.options import Options
from benchmarks.rows import Judged, Row, in_ms
from benchmarks.sse_server import LAST_WORD
from benchmarks.terminal import AGENT_TUI, TimedProgram

RUNS = 11
PROMPT = "rate=0 count=12 end=7"  # 21 characters
_BARE = "bare Textual chat with the same SDK"
_KEYS = 12  # as many as fit into the time until the reply


def measure(options: Options) -> list[Row]:
    """Interleaved starts of both programs, after one warm-up; then keys typed meanwhile."""
    ours: list[float] = []
    bare: list[float] = []
    keys: list[float] = []
    runs = options.runs_or(RUNS)
    with model_server() as server:
        environment = agent_tui_environment(server.base_url)
        bare_argv = [sys.executable, "-m", "benchmarks.bare_chat", server.base_url]
        for _ in range(runs + 1):
            bare.append(_first_reply_s(bare_argv, {}, READY))
            ours.append(_first_reply_s([AGENT_TUI], environment, SKELETON))
        for _ in range(runs):
            keys += _keys_meanwhile(environment)
    return [
        Row(target="", what=f"spawn to first reply, {_BARE}", values=in_ms(bare[1:])),
        Row(
            target="P4",
            what="spawn to first reply",
            values=in_ms(ours[1:]),
            limit=480.0,
            baseline=_BARE,
            baseline_values=in_ms(bare[1:]),
            ratio_limit=1.1,
        ),
        Row(
            target="P4",
            what="key to screen until the first reply",
            values=in_ms(keys),
            judged=Judged.P95,
            limit=8.0,
        ),
    ]


def _first_reply_s(argv: list[str], environment: dict[str, str], ready: str) -> float:
    with TimedProgram(argv, environment) as program:
        program.wait_for(ready)
        program.send(PROMPT)
        program.wait_for(PROMPT[-1])
        program.send("\r")
        return program.wait_for(f"{LAST_WORD}7") - program.started_s


def _keys_meanwhile(environment: dict[str, str]) -> list[float]:
    with TimedProgram([AGENT_TUI], environment) as program:
        program.wait_for(SKELETON)
        program.send(f"{PROMPT}\r")
        return key_latencies(program, _KEYS)


if __name__ == "__main__":
    run_alone("first_reply")
