"""P10: from spawn to the last message of a stored session on screen."""

from __future__ import annotations

from benchmarks.command_line import run_alone
from benchmarks.model_program import agent_tui_environment
from benchmarks.options import Options
from benchmarks.rows import Row, in_ms
from benchmarks.stored_sessions import last_word, stored_session
from benchmarks.terminal import AGENT_TUI, TimedProgram

RUNS = 9
_LIMITS_MS = {10_000: 260.0, 50_000: 300.0}
_MODEL = "openfast"  # a name that nothing else on the screen contains
_BARE = "start without a session"


def measure(options: Options) -> list[Row]:
    """Interleaved starts, after one warm-up of each. Without a session, the end is the moment in
    which the status bar names the model: a new session is open."""
    environment = agent_tui_environment("http://127.0.0.1:9/v1") | {"OPENAI_MODEL": _MODEL}
    for size in options.sizes:
        stored_session(size)
    empty: list[float] = []
    ours: dict[int, list[float]] = {size: [] for size in options.sizes}
    for _ in range(options.runs_or(RUNS) + 1):
        empty.append(_start_s(environment))
        for size in options.sizes:
            ours[size].append(_resume_s(environment, size))
    return [
        Row(target="", what=_BARE, values=in_ms(empty[1:])),
        *(
            Row(
                target="P10",
                what=f"spawn to last message, {size} messages",
                values=in_ms(values[1:]),
                limit=_LIMITS_MS.get(size),
                baseline=_BARE,
                baseline_values=in_ms(empty[1:]),
                ratio_limit=1.3,
            )
            for size, values in ours.items()
        ),
    ]


def _start_s(environment: dict[str, str]) -> float:
    with TimedProgram([AGENT_TUI], environment) as program:
        return program.wait_for(_MODEL) - program.started_s


def _resume_s(environment: dict[str, str], size: int) -> float:
    stored = stored_session(size)
    argv = [AGENT_TUI, "--resume", stored.session_id]
    with TimedProgram(argv, environment, data=stored.data_folder) as program:
        return program.wait_for(last_word(size)) - program.started_s


if __name__ == "__main__":
    run_alone("resume")
