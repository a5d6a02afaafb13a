"""P11: resizing the window, turning a page, and a full garbage collection, by session size."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from benchmarks.command_line import run_alone
from benchmarks.model_program import agent_tui_argv, model_server
from benchmarks.options import Options
from benchmarks.rows import Row, in_ms
from benchmarks.stored_sessions import last_word, stored_session
from benchmarks.terminal import COLUMNS, BenchmarkFailed, TimedProgram

RUNS = 9
RESIZE_MS, PAGE_MS, COLLECTION_MS = 120.0, 12.0, 15.0
_NARROW = 100
_PAGE_UP = "\x1b[5~"
_QUIET_S = 0.25
_WARM_UP_S = 2.5


def measure(options: Options) -> list[Row]:
    """The smallest session is the baseline of the others."""
    runs = options.runs_or(RUNS)
    measured = {size: _times(size, runs) for size in options.sizes}
    smallest = options.sizes[0]
    rows = []
    for size, times in measured.items():
        for (what, limit), values, beside in zip(
            _WHAT.items(), times, measured[smallest], strict=True
        ):
            is_baseline = size == smallest
            rows.append(
                Row(
                    target="P11",
                    what=f"{what}, {size} messages",
                    values=values,
                    limit=limit,
                    baseline="" if is_baseline else f"the same with {smallest}",
                    baseline_values=() if is_baseline else beside,
                )
            )
    return rows


_WHAT = {
    "resize to last paint": RESIZE_MS,
    "PageUp to paint": PAGE_MS,
    "full garbage collection": COLLECTION_MS,
}


def _times(size: int, runs: int) -> tuple[tuple[float, ...], ...]:
    """In ms: resizes, pages, collections."""
    stored = stored_session(size)
    with model_server() as server:
        note = stored.data_folder.parent / f"collections-{size}"
        note.write_text("")
        program_argv = [sys.executable, "-m", "benchmarks.collecting_program", str(note)]
        argv = [*program_argv, *agent_tui_argv(server.base_url)[1:], "--resume", stored.session_id]
        with TimedProgram(argv, data=stored.data_folder) as program:
            program.wait_for(last_word(size))
            program.pump_for(_WARM_UP_S)
            resizes = [_resize_s(program, run) for run in range(runs)]
            pages = [_page_s(program) for _ in range(runs)]
            collections = [_collection_s(program, note) for _ in range(runs)]
    return in_ms(resizes), in_ms(pages), in_ms(collections)


def _resize_s(program: TimedProgram, run: int) -> float:
    resized_s = program.resize(COLUMNS if run % 2 else _NARROW)
    program.wait_until_quiet(_QUIET_S)
    if program.chunks[-1].time_s < resized_s:
        raise BenchmarkFailed("nothing was painted after a resize")
    return program.chunks[-1].time_s - resized_s


def _page_s(program: TimedProgram) -> float:
    since = len(program.output)
    sent_s = program.send(_PAGE_UP)
    shown_s = program.wait_for_frame(since=since)
    program.wait_until_quiet(_QUIET_S)
    return shown_s - sent_s


def _collection_s(program: TimedProgram, note: Path) -> float:
    before = len(note.read_text().splitlines())
    program.kill(signal.SIGUSR1)
    program.pump_for(0.1)
    while len(lines := note.read_text().splitlines()) <= before:
        program.pump_for(0.05)
    return float(lines[-1])


if __name__ == "__main__":
    run_alone("long_session")
