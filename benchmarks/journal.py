"""Writing the journal: one entry, one message that must survive a power cut, and a whole turn in
sessions of any length."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from agent_tui.agent import Agent
from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.ports import SessionJournal
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.providers.scripted import ScriptedProvider, says
from agent_tui.storage.session_store import FileSessionStore
from benchmarks.command_line import run_alone
from benchmarks.options import Options
from benchmarks.rows import Judged, Row, in_ms
from benchmarks.stored_sessions import stored_session

APPENDS, COMMITS, TURNS = 500, 100, 15
APPEND_LIMIT_MS, COMMIT_LIMIT_MS = 1.0, 10.0
TURN_RATIO = 1.5  # to the turn in the shortest session
_TEXT = "keeps rows of text until a block ends there " * 20
_sync_data = getattr(os, "fdatasync", os.fsync)


def measure(options: Options) -> list[Row]:
    """Each beside the bare system calls, one right after the other."""
    appends, deltas, commits = _entries(options)
    turns = {size: _turns(size, options.runs_or(TURNS)) for size in options.sizes}
    shortest = options.sizes[0]
    return [
        _row("append of a message", appends, "bare write", APPEND_LIMIT_MS),
        _row("append of streamed text", deltas, "bare write", APPEND_LIMIT_MS),
        _row("commit of a message", commits, "bare write and fdatasync", COMMIT_LIMIT_MS),
        *(
            Row(
                target="",
                what=f"a turn behind {size} messages, stored",
                values=in_ms(values),
                baseline=f"behind {shortest}",
                baseline_values=in_ms(turns[shortest]),
                ratio_limit=TURN_RATIO,
            )
            for size, values in turns.items()
        ),
    ]


def _entries(options: Options) -> list[tuple[list[float], list[float]]]:
    count = options.amount(APPENDS, short=10)
    with (
        tempfile.TemporaryDirectory() as folder,
        _a_journal(Path(folder)) as journal,
        _Bare(Path(folder) / "bare") as bare,
    ):
        return [
            _pairs(count, lambda: journal.append_message(_message()), bare.write),
            _pairs(count, lambda: _append_delta(journal), bare.write),
            _pairs(options.amount(COMMITS, short=5), lambda: _commit(journal), bare.commit),
        ]


def _row(what: str, pairs: tuple[list[float], list[float]], baseline: str, limit_ms: float) -> Row:
    return Row(
        target="",
        what=what,
        values=in_ms(pairs[0]),
        judged=Judged.P95,
        limit=limit_ms,
        baseline=baseline,
        baseline_values=in_ms(pairs[1]),
    )


class _Bare:
    """A file that gets as many bytes as a message has."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> _Bare:
        self._fd = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return self

    def __exit__(self, *error: object) -> None:
        os.close(self._fd)

    def write(self) -> None:
        os.write(self._fd, _TEXT.encode())

    def commit(self) -> None:
        self.write()
        _sync_data(self._fd)


@contextmanager
def _a_journal(folder: Path) -> Iterator[SessionJournal]:
    store = FileSessionStore(folder / "sessions", folder / "index.db")
    journal = store.create(SessionInfo(id="a", cwd="/proj", created=1.0))
    try:
        yield journal
    finally:
        journal.close("user")


_number = count()


def _message() -> ChatMessage:
    number = next(_number)
    part = TextPart(id=f"part{number}", text=_TEXT)
    return ChatMessage(id=f"message{number}", role=Role.ASSISTANT, parts=(part,), created=1.0)


def _append_delta(journal: SessionJournal) -> None:
    journal.append_delta(
        message_id="m", turn_id="t", part_id="p", kind=PartKind.TEXT, text=_TEXT[:100]
    )


def _commit(journal: SessionJournal) -> None:
    journal.append_message(_message())
    journal.sync()


def _pairs(
    runs: int, ours: Callable[[], object], bare: Callable[[], object]
) -> tuple[list[float], list[float]]:
    both: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for work, times in zip((ours, bare), both, strict=True):
            started_s = time.perf_counter()
            work()
            times.append(time.perf_counter() - started_s)
    return both


def _turns(messages: int, runs: int) -> list[float]:
    """Seconds from prompt to result with a model that answers at once. The first turn, which reads
    the history for its request, does not count."""
    stored = stored_session(messages)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(stored.data_folder, data)
        store = FileSessionStore(data / "sessions", data / "index.db")
        provider = ScriptedProvider(*([says(_TEXT)] for _ in range(runs + 1)))
        times: list[float] = []
        with Agent(provider=provider, store=store, resume=stored.session_id) as agent:
            for _ in range(runs + 1):
                started_s = time.perf_counter()
                agent.chat("Go on")
                times.append(time.perf_counter() - started_s)
        return times[1:]


if __name__ == "__main__":
    run_alone("journal")
