"""Listing 10 000 stored sessions: with an index that is right, and without one."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from agent_tui.storage.session_store import FileSessionStore
from benchmarks.command_line import run_alone
from benchmarks.many_sessions import many_sessions
from benchmarks.options import Options
from benchmarks.rows import Row, in_ms

SESSIONS, MESSAGES = 10_000, 4
RUNS = 9
LIMIT_MS = 150.0
_BARE = "listdir and stat of each journal"


def measure(options: Options) -> list[Row]:
    """All sessions, and the newest two hundred; then once from the journals alone."""
    count = options.amount(SESSIONS, short=50)
    data = many_sessions(count, MESSAGES).data_folder
    index = data / "index.db"
    _remove(index)
    unindexed = _seconds(lambda: _listed(data))
    bare: list[float] = []
    whole: list[float] = []
    newest: list[float] = []
    for _ in range(options.runs_or(RUNS)):
        bare.append(_seconds(lambda: _looked_at(data / "sessions")))
        whole.append(_seconds(lambda: _listed(data)))
        newest.append(_seconds(lambda: _listed(data, limit=200)))
    _remove(index)
    return [
        Row(
            target="",
            what=f"{count} sessions listed",
            values=in_ms(whole),
            limit=LIMIT_MS,
            baseline=_BARE,
            baseline_values=in_ms(bare),
        ),
        Row(
            target="",
            what=f"the newest 200 of {count} sessions",
            values=in_ms(newest),
            limit=LIMIT_MS,
            baseline=_BARE,
            baseline_values=in_ms(bare),
        ),
        Row(target="", what=f"{count} sessions without an index", values=in_ms([unindexed])),
    ]


def _listed(data: Path, limit: int = 0) -> None:
    # A store of its own, as a new process has it.
    store = FileSessionStore(data / "sessions", data / "index.db")
    assert store.sessions(limit=limit)


def _looked_at(sessions: Path) -> None:
    for name in os.listdir(sessions):
        os.stat(f"{sessions}/{name}/journal.jsonl")


def _remove(index: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        Path(f"{index}{ending}").unlink(missing_ok=True)


def _seconds(work: Callable[[], object]) -> float:
    start_s = time.perf_counter()
    work()
    return time.perf_counter() - start_s


if __name__ == "__main__":
    run_alone("listing")
