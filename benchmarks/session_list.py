"""The list of 10 000 stored sessions in the running program: opening it, and typing into it."""

from __future__ import annotations

from agent_tui.storage.session_store import FileSessionStore
from benchmarks.command_line import run_alone
from benchmarks.listing import MESSAGES, SESSIONS
from benchmarks.many_sessions import many_sessions
from benchmarks.model_program import TEXTUAL_DRIVER, agent_tui_argv
from benchmarks.options import Options
from benchmarks.rows import Judged, Row, in_ms
from benchmarks.terminal import TimedProgram

ROUNDS = 5
OPEN_LIMIT_MS, ROWS_LIMIT_MS, KEY_LIMIT_MS = 100.0, 250.0, 50.0
_TYPED = "session 12"
_UNREACHABLE = "http://127.0.0.1:9/v1"


def measure(options: Options) -> list[Row]:
    """Open the list until it is there, and until it has its first rows; later it has them at once.
    The first opening loads the screen."""
    count = options.amount(SESSIONS, short=50)
    data = many_sessions(count, MESSAGES).data_folder
    FileSessionStore(data / "sessions", data / "index.db").sessions()  # as in everyday use
    opened: list[float] = []
    filled: list[float] = []
    keys: list[float] = []
    for _ in range(options.runs_or(ROUNDS)):
        with TimedProgram(agent_tui_argv(_UNREACHABLE), data=data) as program:
            program.wait_for(TEXTUAL_DRIVER)
            program.wait_until_quiet(2.0)
            program.send("/search")
            program.wait_until_quiet()
            since = len(program.output)
            sent_s = program.send("\r")
            opened.append(program.wait_for("Sessions of all", since=since) - sent_s)
            filled.append(program.wait_for(f"Session {count - 1}", since=since) - sent_s)
            program.wait_until_quiet()
            for key in _TYPED:
                since = len(program.output)
                sent_s = program.send(key)
                keys.append(program.wait_for_frame(since=since) - sent_s)
                program.pump_for(0.05)
    return [
        _row(f"list of {count} sessions opened", opened, OPEN_LIMIT_MS),
        _row(f"first rows of {count} sessions", filled, ROWS_LIMIT_MS),
        _row(f"key to screen while it filters {count} sessions", keys, KEY_LIMIT_MS, Judged.P95),
    ]


def _row(what: str, times_s: list[float], limit_ms: float, judged: Judged = Judged.MEDIAN) -> Row:
    return Row(target="", what=what, values=in_ms(times_s), judged=judged, limit=limit_ms)


if __name__ == "__main__":
    run_alone("session_list")
