"""P1 skeleton, P2 typed character visible, P3 the character in the full Textual composer."""

from __future__ import annotations

import sys

from benchmarks.bare_hello import READY
from benchmarks.command_line import run_alone
from benchmarks.model_program import SKELETON, TEXTUAL_DRIVER, agent_tui_environment
from benchmarks.options import Options
from benchmarks.rows import Row, in_ms
from benchmarks.terminal import AGENT_TUI, TimedProgram

RUNS = 15
_TYPED = "ж"
_NOTHING, _HELLO = "python -c pass", "bare Textual hello"


def measure(options: Options) -> list[Row]:
    """Interleaved starts of each program, after one warm-up."""
    environment = agent_tui_environment("http://127.0.0.1:9/v1")
    rounds = [
        (_time_of_nothing(), _time_of_hello(), *_start_times(environment))
        for _ in range(options.runs_or(RUNS) + 1)
    ]
    nothing, hello, skeleton, typed, composer = (
        in_ms(times) for times in zip(*rounds[1:], strict=True)
    )
    return [
        Row(target="", what=f"{_NOTHING}, spawn to exit", values=nothing),
        Row(target="", what=f"{_HELLO}, spawn to screen", values=hello),
        Row(
            target="P1",
            what="spawn to skeleton on screen",
            values=skeleton,
            limit=15.0,
            baseline=_NOTHING,
            baseline_values=nothing,
            ratio_limit=1.5,
        ),
        Row(
            target="P2",
            what="spawn to a typed character on screen",
            values=typed,
            limit=30.0,
            baseline=_NOTHING,
            baseline_values=nothing,
            ratio_limit=3.0,
        ),
        Row(
            target="P3",
            what="spawn to the character in the full composer",
            values=composer,
            limit=160.0,
            baseline=_HELLO,
            baseline_values=hello,
            ratio_limit=1.2,
        ),
    ]


def _time_of_nothing() -> float:
    # In a pseudo-terminal as well, so that both sides pay the same for the spawn.
    with TimedProgram([sys.executable, "-c", "pass"]) as program:
        return program.wait_for_exit() - program.started_s


def _start_times(environment: dict[str, str]) -> tuple[float, float, float]:
    with TimedProgram([AGENT_TUI], environment) as program:
        skeleton_s = program.wait_for(SKELETON)
        program.send(_TYPED)
        typed_s = program.wait_for(_TYPED)
        program.wait_for(TEXTUAL_DRIVER)
        driver = program.output.find(TEXTUAL_DRIVER.encode())
        composer_s = program.wait_for(_TYPED, since=driver)
        started_s = program.started_s
        return skeleton_s - started_s, typed_s - started_s, composer_s - started_s


def _time_of_hello() -> float:
    with TimedProgram([sys.executable, "-m", "benchmarks.bare_hello"]) as program:
        return program.wait_for(READY) - program.started_s


if __name__ == "__main__":
    run_alone("startup")
