"""From a key to another open session on the screen, and back."""

from __future__ import annotations

from benchmarks.command_line import run_alone
from benchmarks.keys import GAP_S
from benchmarks.model_program import TEXTUAL_DRIVER
from benchmarks.options import Options
from benchmarks.rows import Row, in_ms
from benchmarks.stored_sessions import last_word, stored_session
from benchmarks.terminal import AGENT_TUI, TimedProgram

RUNS = 30
LIMIT_MS = 100.0
_MOST_MESSAGES = 10_000
_FIRST, _SECOND = "\x1b1", "\x1b2"
_DRAFT = "zebra"  # stands in the second session only, and keeps it open


def measure(options: Options) -> list[Row]:
    """Between a stored session and an empty one with a draft. The one that is left has its draft
    kept; the one that comes tells its state again, and its transcript is made anew."""
    runs = options.amount(RUNS, short=5)
    few, many = options.sizes[0], max(size for size in options.sizes if size <= _MOST_MESSAGES)
    there, back = _switches(few, runs)
    there_from_many, back_from_many = _switches(many, runs)
    to_few, from_few = f"to a session of {few} messages", f"away from {few} messages"
    return [
        _row(to_few, there),
        _row(f"to a session of {many} messages", there_from_many, (to_few, there)),
        _row(from_few, back),
        _row(f"away from {many} messages", back_from_many, (from_few, back)),
    ]


def _switches(size: int, runs: int) -> tuple[list[float], list[float]]:
    """Seconds to the session of so many messages, and away from it."""
    stored = stored_session(size)
    argv = [AGENT_TUI, "--provider", "demo", "--resume", stored.session_id]
    there, back = [], []
    with TimedProgram(argv, data=stored.data_folder) as program:
        program.wait_for(TEXTUAL_DRIVER)
        program.wait_for(last_word(size))
        program.wait_until_quiet()
        program.send("/new\r")
        program.wait_until_quiet()
        program.send(_DRAFT)
        program.wait_until_quiet()
        for _ in range(runs):
            there.append(_seconds_until(program, _FIRST, last_word(size)))
            back.append(_seconds_until(program, _SECOND, _DRAFT))
    return there, back


def _seconds_until(program: TimedProgram, keys: str, text: str) -> float:
    since = len(program.output)
    sent_s = program.send(keys)
    seconds = program.wait_for(text, since=since) - sent_s
    program.pump_for(GAP_S)
    return seconds


def _row(what: str, values: list[float], baseline: tuple[str, list[float]] = ("", [])) -> Row:
    name, beside = baseline
    return Row(
        target="",
        what=what,
        values=in_ms(values),
        limit=LIMIT_MS,
        baseline=name,
        baseline_values=in_ms(beside),
        ratio_limit=2.0 if beside else None,
    )


if __name__ == "__main__":
    run_alone("switching")
