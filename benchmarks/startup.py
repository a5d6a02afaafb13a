"""P1 skeleton, P2 typed character visible, P3 the character in the full Textual composer."""

from __future__ import annotations

import sys

from benchmarks.bare_hello import READY
from benchmarks.figures import print_ratio, print_times, print_title
from benchmarks.model_program import SKELETON, TEXTUAL_DRIVER, agent_tui_environment
from benchmarks.terminal import AGENT_TUI, TimedProgram

RUNS = 15
_TYPED = "ж"


def main() -> None:
    """Print the figures of `RUNS` interleaved starts of each program, after one warm-up."""
    environment = agent_tui_environment("http://127.0.0.1:9/v1")
    hello = [sys.executable, "-m", "benchmarks.bare_hello"]
    nothing: list[float] = []
    skeleton: list[float] = []
    typed: list[float] = []
    composer: list[float] = []
    bare: list[float] = []
    for run in range(RUNS + 1):
        nothing.append(_time_of_nothing())
        times = _start_times(environment)
        skeleton.append(times[0])
        typed.append(times[1])
        composer.append(times[2])
        bare.append(_time_of_hello(hello))
        if run == 0:
            for warm_up in (nothing, skeleton, typed, composer, bare):
                warm_up.clear()
    print_title("start-up, from spawn")
    print_times("python -c pass (to its end)", nothing)
    print_times("P1 skeleton on screen", skeleton)
    print_times("P2 typed character visible", typed)
    print_times("bare Textual hello on screen", bare)
    print_times("P3 typed character in the Textual composer", composer)
    print_ratio("P1 to python -c pass", skeleton, nothing, 1.5)
    print_ratio("P2 to python -c pass", typed, nothing, 3.0)
    print_ratio("P3 to bare Textual hello", composer, bare, 1.2)


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


def _time_of_hello(argv: list[str]) -> float:
    with TimedProgram(argv) as program:
        return program.wait_for(READY) - program.started_s


if __name__ == "__main__":
    main()
