"""From a key to the popup on the screen: the list of commands, and the choice in it."""

from __future__ import annotations

from benchmarks.command_line import run_alone
from benchmarks.keys import GAP_S, key_latencies
from benchmarks.model_program import TEXTUAL_DRIVER
from benchmarks.options import Options
from benchmarks.rows import Judged, Row, in_ms
from benchmarks.terminal import AGENT_TUI, TimedProgram

RUNS = 60
LIMIT_MS = 50.0
_DOWN, _CLEAR_DRAFT = "\x1b[B", "\x15"


def measure(options: Options) -> list[Row]:
    """In a session without messages, with the built-in demo model."""
    runs = options.amount(RUNS, short=5)
    with TimedProgram([AGENT_TUI, "--provider", "demo"]) as program:
        program.wait_for(TEXTUAL_DRIVER)
        program.wait_until_quiet()
        plain = key_latencies(program, runs)
        opened, moved = [], []
        for _ in range(runs):
            opened.append(_seconds_until(program, "/", "/context"))
            moved.append(_seconds_until(program, _DOWN, "1 of "))
            program.send(_CLEAR_DRAFT)
            program.pump_for(GAP_S)
    return [_row("key to popup", opened, plain), _row("key to another choice", moved, plain)]


def _seconds_until(program: TimedProgram, keys: str, text: str) -> float:
    since = len(program.output)
    sent_s = program.send(keys)
    seconds = program.wait_for(text, since=since) - sent_s
    program.pump_for(GAP_S)
    return seconds


def _row(what: str, values: list[float], plain: list[float]) -> Row:
    return Row(
        target="",
        what=what,
        values=in_ms(values),
        judged=Judged.P95,
        limit=LIMIT_MS,
        baseline="key to screen without popup",
        baseline_values=in_ms(plain),
    )


if __name__ == "__main__":
    run_alone("popup")
