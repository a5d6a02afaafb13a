"""A paste of 1 MB: until the next key is on the screen, and how quick keys are afterwards."""

from __future__ import annotations

import sys
from collections.abc import Callable

from benchmarks.command_line import run_alone
from benchmarks.keys import key_latencies
from benchmarks.model_program import TEXTUAL_DRIVER, agent_tui_argv
from benchmarks.options import Options
from benchmarks.rows import Judged, Row, in_ms
from benchmarks.terminal import TimedProgram

ROUNDS, KEYS = 5, 15  # fewer keys than are cleared away together with the paste
BYTES = 1_000_000
LIMIT_MS, KEY_LIMIT_MS = 1000.0, 10.0

_LINE = "some words of a log that somebody has pasted, 50 ..\n"
_LINES = _LINE * (BYTES // len(_LINE))
_PASTES = {
    "in 19 000 lines": _LINES,
    "in one line": _LINES.replace("\n", " "),
    "of coloured lines with CR LF": _LINES.replace("some", "\x1b[31mso\x1b[0mme").replace(
        "\n", "\r\n"
    )[:BYTES],
}
_NEXT_KEY = "ψ"
_AT_A_TIME = 4096  # what a terminal takes before somebody reads
_UNREACHABLE = "http://127.0.0.1:9/v1"
_BARE = "bare Textual text area"


def measure(options: Options) -> list[Row]:
    """Each paste into a new program; the bare text area only gets the one in lines, because it
    needs a quarter of a second for each key in one long line."""
    rounds, keys = options.runs_or(ROUNDS), options.amount(KEYS, short=5)
    bare = [_pasted(_bare, _LINES, keys) for _ in range(rounds)]
    rows = []
    for name, text in _PASTES.items():
        ours = [_pasted(_agent_tui, text, keys) for _ in range(rounds)]
        rows += [
            Row(
                target="",
                what=f"1 MB pasted {name}, until the next key is shown",
                values=in_ms([whole_s for whole_s, _ in ours]),
                limit=LIMIT_MS,
                baseline=_BARE,
                baseline_values=in_ms([whole_s for whole_s, _ in bare]),
                ratio_limit=1.0,
            ),
            Row(
                target="",
                what=f"key to screen after a paste {name}",
                values=in_ms([key_s for _, latencies in ours for key_s in latencies]),
                judged=Judged.P95,
                limit=KEY_LIMIT_MS,
                baseline=_BARE,
                baseline_values=in_ms([key_s for _, latencies in bare for key_s in latencies]),
                ratio_limit=1.0,
            ),
        ]
    return rows


def _pasted(start: Callable[[], TimedProgram], text: str, keys: int) -> tuple[float, list[float]]:
    """Seconds from the first byte of the paste to the echo of the key behind it; of each key."""
    with start() as program:
        program.wait_for(TEXTUAL_DRIVER)
        program.wait_until_quiet(1.0)
        since = len(program.output)
        whole = f"\x1b[200~{text}\x1b[201~{_NEXT_KEY}"
        started_s = program.send(whole[:_AT_A_TIME])
        for at in range(_AT_A_TIME, len(whole), _AT_A_TIME):
            program.send(whole[at : at + _AT_A_TIME])
            program.pump(0)
        whole_s = program.wait_for(_NEXT_KEY, since=since) - started_s
        program.wait_until_quiet()
        return whole_s, key_latencies(program, keys)


def _agent_tui() -> TimedProgram:
    return TimedProgram(agent_tui_argv(_UNREACHABLE))


def _bare() -> TimedProgram:
    return TimedProgram([sys.executable, "-m", "benchmarks.bare_composer"])


if __name__ == "__main__":
    run_alone("paste")
