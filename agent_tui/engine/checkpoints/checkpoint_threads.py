"""A thread for the checkpoints of one session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import anyio
import anyio.to_thread

Result = TypeVar("Result")


class CheckpointThreads:
    """One thing at a time: contents are counted, and files change, in order."""

    def __init__(self) -> None:
        # Made on first use, because they belong to a loop. Private: a disk that hangs must not take
        # the threads of others.
        self._limiter: anyio.CapacityLimiter | None = None
        self._lock: anyio.Lock | None = None

    @property
    def lock(self) -> anyio.Lock:
        """Held by whoever looks at files and then writes what was seen."""
        if self._lock is None:
            self._lock = anyio.Lock()
        return self._lock

    async def run(self, work: Callable[[], Result]) -> Result:
        """Run blocking work. It is waited for, also when cancelled: what is told about it must be
        true."""
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(1)
        return await anyio.to_thread.run_sync(work, limiter=self._limiter)
