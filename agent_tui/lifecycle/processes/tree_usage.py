"""What the process trees of commands use: processor, memory, number of processes."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from msgspec import Struct


class TreeUsage(Struct, frozen=True, kw_only=True):
    """cpu_percent: of one processor, so it may be above 100. memory_bytes: resident, shared pages
    counted once per process."""

    cpu_percent: float = 0.0
    memory_bytes: int = 0
    count: int = 0


class UsageMeter:
    """Measures trees; remembers the processor time of the last measurement. Blocks for
    milliseconds: call it in a thread, one call at a time."""

    def __init__(self) -> None:
        self._cpu_s: dict[tuple[int, float], float] = {}
        self._measured_s = 0.0

    def measure(self, roots: Iterable[int]) -> dict[int, TreeUsage]:
        """Usage of everything below each root process, the roots themselves left out. The
        percentages are of the time since the last call, or since a process started."""
        now_s = time.time()
        seen: dict[tuple[int, float], float] = {}
        usages = {root: self._usage(root, now_s, seen) for root in roots}
        self._cpu_s, self._measured_s = seen, now_s
        return usages

    def _usage(self, root: int, now_s: float, seen: dict[tuple[int, float], float]) -> TreeUsage:
        # 30 ms that only /ps has to pay.
        import psutil

        percent, memory, count = 0.0, 0, 0
        for process in _below(psutil, root):
            try:
                with process.oneshot():
                    times, started_s = process.cpu_times(), process.create_time()
                    memory += process.memory_info().rss
            except psutil.Error:
                continue
            key = (process.pid, started_s)
            seen[key] = times.user + times.system
            elapsed_s = max(0.01, now_s - max(self._measured_s, started_s))
            percent += 100 * (seen[key] - self._cpu_s.get(key, 0.0)) / elapsed_s
            count += 1
        return TreeUsage(cpu_percent=percent, memory_bytes=memory, count=count)


def _below(psutil: Any, root: int) -> list[Any]:
    try:
        return list(psutil.Process(root).children(recursive=True))
    except psutil.Error:
        return []
