"""Full-text search over 10 000 and 1 000 000 messages, and what the index costs."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.storage.listing.session_browser import SEARCH_NAME
from agent_tui.storage.session_store import FileSessionStore
from benchmarks.command_line import run_alone
from benchmarks.many_sessions import COMMON_WORD, MIDDLING_WORD, ManySessions, many_sessions
from benchmarks.options import Options
from benchmarks.rows import Judged, Row, in_ms

SIZES = ((100, 100, 100.0), (10_000, 100, 500.0))
"""Sessions, messages in each, and the limit of a search in milliseconds."""
RUNS = 5
_NEW_MESSAGES, _NEW_LIMIT_MS = 1_000, 500.0
_QUERIES = {
    "a common word": COMMON_WORD,
    "a middling word": MIDDLING_WORD,
    "two words": f"{COMMON_WORD} {MIDDLING_WORD}",
    "a phrase": f'"{COMMON_WORD} {MIDDLING_WORD}"',
    "an unfinished word": "wab",
    "one speaker": f"role:you {COMMON_WORD}",
    "nothing": "xyzzy",
}


def measure(options: Options) -> list[Row]:
    """The index is made by the program's own writer; each search is one of a new process."""
    sizes = ((5, 20, 100.0),) if options.is_short else SIZES
    rows: list[Row] = []
    for count, messages, limit in sizes:
        rows += _measured(many_sessions(count, messages), options.runs_or(RUNS), limit)
    return rows


def _measured(stored: ManySessions, runs: int, limit_ms: float) -> list[Row]:
    total = stored.count * stored.messages
    index = stored.data_folder / SEARCH_NAME
    _remove(index)
    built = _seconds(lambda: _up_to_date(stored))
    megabytes = sum(path.stat().st_size for path in index.parent.glob(f"{SEARCH_NAME}*")) / 1e6
    looked = [_seconds(lambda: _up_to_date(stored)) for _ in range(runs)]
    rows = [
        Row(target="", what=f"index of {total} messages built", values=(built,), unit="s"),
        Row(target="", what=f"index of {total} messages", values=(megabytes,), unit="MB"),
        Row(target="", what=f"index of {stored.count} sessions up to date", values=in_ms(looked)),
    ]
    rows.append(_after_new_messages(stored, runs))
    for name, text in _QUERIES.items():
        times = [_seconds(partial(_searched, stored, text)) for _ in range(runs)]
        what = f"{name} in {total} messages"
        rows.append(
            Row(target="", what=what, values=in_ms(times), judged=Judged.MAX, limit=limit_ms)
        )
    _remove(index)
    return rows


def _after_new_messages(stored: ManySessions, runs: int) -> Row:
    """The first search after so much was said: the index learns it on the way."""
    store, times = _store(stored), []
    for run in range(runs):
        session_id = f"new{run}"
        journal = store.create(SessionInfo(id=session_id, cwd="/projects/1"))
        for number in range(_NEW_MESSAGES):
            part = TextPart(id=f"p{number}", text=f"{COMMON_WORD} new{run} {number} " * 20)
            role = Role.ASSISTANT if number % 2 else Role.USER
            journal.append_message(ChatMessage(id=f"n{number}", role=role, parts=(part,)))
        journal.close("user")
        start_s = time.perf_counter()
        search = _store(stored).browser.full_text_search()
        search.bring_up_to_date(_ignore)
        assert search.search(f"new{run}").hits
        times.append(time.perf_counter() - start_s)
        store.delete(session_id)
    what = f"{_NEW_MESSAGES} new messages found, beside {stored.count * stored.messages}"
    return Row(target="", what=what, values=in_ms(times), limit=_NEW_LIMIT_MS)


def _store(stored: ManySessions) -> FileSessionStore:
    data = stored.data_folder
    return FileSessionStore(data / "sessions", data / "index.db")


def _up_to_date(stored: ManySessions) -> None:
    progress = _store(stored).browser.full_text_search().bring_up_to_date(_ignore)
    assert progress.is_whole
    assert progress.total == stored.count


def _searched(stored: ManySessions, text: str) -> None:
    _store(stored).browser.full_text_search().search(text, limit=50)


def _ignore(progress: object) -> None:
    """Nobody looks on."""


def _remove(index: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        Path(f"{index}{ending}").unlink(missing_ok=True)


def _seconds(work: Callable[[], object]) -> float:
    start_s = time.perf_counter()
    work()
    return time.perf_counter() - start_s


if __name__ == "__main__":
    run_alone("search")
