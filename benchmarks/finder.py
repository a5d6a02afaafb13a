"""Finding files among 200 000: the first results, and what each further key costs the screen."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from pathlib import Path

from msgspec import Struct

from agent_tui.lifecycle.finder.background_finder import BackgroundFinder
from agent_tui.protocol.finding import Found
from benchmarks.command_line import run_alone
from benchmarks.options import Options
from benchmarks.rows import Judged, Row, in_ms

FILES_IN_EACH, FOLDERS = 50, 4_000
RUNS = 5
FIRST_RESULTS_MS, LATER_MS, STALL_MS = 50.0, 20.0, 10.0
_KEYS = ("m", "ma", "mai", "main", "main_", "main_t")
_IGNORED = "*.pyc\n__pycache__/\nnode_modules/\n/build\n*.egg-info\n*.py[cod]\n.venv\n"
_WORDS = ("src", "main", "test", "view", "model", "agent", "parser", "token", "index", "alpha")


class _Answer(Struct):
    """Seconds since the key. stall_s: the longest time that another thread waited for its turn."""

    first_s: float
    settled_s: float
    stall_s: float


def measure(options: Options) -> list[Row]:
    """A finder of its own for each run, so that each begins with a walk."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name).resolve()
        _make_tree(root, options.amount(FOLDERS, short=40))
        scans = [_plain_walk_s(root) for _ in range(options.runs_or(RUNS))]
        firsts, keys = [], []
        for _ in scans:
            finder = BackgroundFinder(str(root), tuple)
            firsts.append(_asked(finder, ""))
            keys += [_asked(finder, query) for query in _KEYS]
    answers = firsts + keys
    waits = [_longest_wait_s(one.settled_s) for one in answers]
    return [
        _row("first results from the first key", [one.first_s for one in firsts], FIRST_RESULTS_MS),
        Row(
            target="",
            what="finder: all files known",
            values=in_ms([one.settled_s for one in firsts]),
            baseline="os.walk alone",
            baseline_values=in_ms(scans),
        ),
        _row("first results of a later key", [one.first_s for one in keys], LATER_MS),
        Row(
            target="",
            what="finder: final results of a later key",
            values=in_ms([one.settled_s for one in keys]),
        ),
        Row(
            target="",
            what="finder: wait of another thread",
            values=in_ms([one.stall_s for one in answers]),
            limit=STALL_MS,
            baseline="without the finder",
            baseline_values=in_ms(waits),
        ),
    ]


def _row(what: str, values: list[float], limit: float) -> Row:
    return Row(
        target="", what=f"finder: {what}", values=in_ms(values), judged=Judged.P95, limit=limit
    )


def _asked(finder: BackgroundFinder, query: str) -> _Answer:
    settled, first_at = threading.Event(), list[float]()

    def tell(found: Found) -> None:
        first_at.append(time.perf_counter())
        if not found.is_searching:
            settled.set()

    started = time.perf_counter()
    finder.find(query, tell)
    stall_s = 0.0
    while not settled.is_set():
        stall_s = max(stall_s, _wait_s())
    return _Answer(first_at[0] - started, time.perf_counter() - started, stall_s)


def _wait_s() -> float:
    """As the screen's loop does: sleep, and want the interpreter at once when waking up."""
    asleep = time.perf_counter()
    time.sleep(0.001)
    return time.perf_counter() - asleep - 0.001


def _longest_wait_s(duration_s: float) -> float:
    until = time.perf_counter() + duration_s
    longest = _wait_s()
    while time.perf_counter() < until:
        longest = max(longest, _wait_s())
    return longest


def _plain_walk_s(root: Path) -> float:
    started = time.perf_counter()
    for _ in os.walk(root):
        pass
    return time.perf_counter() - started


def _make_tree(root: Path, folders: int) -> None:
    for number in range(folders):
        word = _WORDS[number % len(_WORDS)]
        path = root / f"{word}{number // 40}" / f"{_WORDS[number // 7 % len(_WORDS)]}{number % 40}"
        path.mkdir(parents=True, exist_ok=True)
        for file in range(FILES_IN_EACH):
            name = f"{_WORDS[file % len(_WORDS)]}_{_WORDS[(file + number) % len(_WORDS)]}{file}.py"
            (path / name).touch()
    (root / ".gitignore").write_text(_IGNORED)


if __name__ == "__main__":
    run_alone("finder")
