"""P9: memory after an answer, and with long sessions open."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from benchmarks.bare_chat import READY
from benchmarks.command_line import run_alone
from benchmarks.model_program import model_server, ready_program, resumed_program, submit
from benchmarks.options import Options
from benchmarks.rows import Row
from benchmarks.sse_server import LAST_WORD
from benchmarks.terminal import TimedProgram

RUNS = 3
SETTLE_S = 2.0  # the warm-up after the first second is part of an idle program
_LIMITS_MB = {0: 75.0, 10_000: 85.0, 50_000: 110.0}
_BARE = "bare Textual chat with the same SDK"


def measure(options: Options) -> list[Row]:
    """The process and all its children; pages that several share are counted once."""
    sizes = (0, *options.sizes)
    bare: list[float] = []
    ours: dict[int, list[float]] = {size: [] for size in sizes}
    with model_server() as server:
        for _ in range(options.runs_or(RUNS)):
            bare.append(_bare_mb(server.base_url))
            for size in sizes:
                opened = resumed_program(server.base_url, size) if size else None
                with opened or ready_program(server.base_url) as program:
                    program.pump_for(SETTLE_S)
                    ours[size].append(tree_mb(program.pid))
    kind = "PSS" if _has_pss() else "RSS (no PSS here)"
    return [
        Row(target="", what=f"{kind}, {_BARE}", unit="MB", values=tuple(bare)),
        *(
            Row(
                target="P9",
                what=f"{kind}, {f'{size} messages' if size else 'idle after an answer'}",
                unit="MB",
                values=tuple(values),
                limit=_LIMITS_MB.get(size),
                baseline=_BARE,
                baseline_values=tuple(bare),
            )
            for size, values in ours.items()
        ),
    ]


def tree_mb(pid: int) -> float:
    """MB, as ps counts them (1024 * 1024 bytes), of a process and its descendants."""
    return sum(_process_kb(each) for each in _tree(pid)) / 1024


def _tree(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for task in tasks for child in task.read_text().split()]
    return [pid, *(each for child in children for each in _tree(child))]


def _process_kb(pid: int) -> int:
    name, wanted = ("smaps_rollup", "Pss:") if _has_pss() else ("status", "VmRSS:")
    for line in Path(f"/proc/{pid}/{name}").read_text().splitlines():
        if line.startswith(wanted):
            return int(line.split()[1])
    return 0


def _has_pss() -> bool:
    return Path("/proc/self/smaps_rollup").exists()


def _bare_mb(base_url: str) -> float:
    with TimedProgram([sys.executable, "-m", "benchmarks.bare_chat", base_url]) as program:
        program.wait_for(READY)
        submit(program, "rate=0 count=12 end=9")
        program.wait_for(f"{LAST_WORD}9")
        time.sleep(0.5)
        return tree_mb(program.pid)


if __name__ == "__main__":
    run_alone("memory")
