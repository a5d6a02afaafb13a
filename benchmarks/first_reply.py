"""P4: from spawn to the end of the first reply on screen, typing as soon as typing shows."""

from __future__ import annotations

import sys

from benchmarks.bare_chat import READY
from benchmarks.figures import print_ratio, print_times, print_title
from benchmarks.model_program import SKELETON, agent_tui_environment, model_server
from benchmarks.sse_server import LAST_WORD
from benchmarks.terminal import AGENT_TUI, TimedProgram

RUNS = 11
PROMPT = "rate=0 count=12 end=7"  # 21 characters


def main() -> None:
    """Print the figures of `RUNS` interleaved starts of both programs, after one warm-up."""
    ours: list[float] = []
    bare: list[float] = []
    with model_server() as server:
        environment = agent_tui_environment(server.base_url)
        bare_argv = [sys.executable, "-m", "benchmarks.bare_chat", server.base_url]
        for run in range(RUNS + 1):
            ours.append(_first_reply_s([AGENT_TUI], environment, SKELETON))
            bare.append(_first_reply_s(bare_argv, {}, READY))
            if run == 0:
                ours.clear()
                bare.clear()
    print_title("first reply, from spawn")
    print_times("bare Textual chat with the same SDK", bare)
    print_times("P4 agent-tui", ours)
    print_ratio("P4 to the bare Textual chat", ours, bare, 1.1)


def _first_reply_s(argv: list[str], environment: dict[str, str], ready: str) -> float:
    with TimedProgram(argv, environment) as program:
        program.wait_for(ready)
        program.send(PROMPT)
        program.wait_for(PROMPT[-1])
        program.send("\r")
        return program.wait_for(f"{LAST_WORD}7") - program.started_s


if __name__ == "__main__":
    main()
