"""What a running command has printed, on disk while it runs: what was shown must not be lost with
the program."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.engine.background_tasks import BackgroundTasks
from agent_tui.engine.clock import Clock

_SLOWED_BYTES = 1_000_000.0
"""For each so many that one command has written, the wait between two writings grows by itself:
hours of output must not fill a disk."""


class RunningOutput:
    """Writes at most once in a while, and only what has changed. Use on the controller's loop.

    write: puts the output so far into the journal and returns its size in bytes. wait_s: the
    longest time that output stays unwritten.
    """

    def __init__(
        self, write: Callable[[], int], *, clock: Clock, tasks: BackgroundTasks, wait_s: float
    ) -> None:
        self._write, self._clock, self._tasks, self._wait_s = write, clock, tasks, wait_s
        self._written_bytes = 0
        self._is_timer_set = self._is_closed = False

    def changed(self) -> None:
        """There is more of it."""
        if not (self._is_timer_set or self._is_closed):
            self._is_timer_set = True
            self._tasks.start_soon(self._write_later)

    def close(self) -> None:
        """The whole is written instead."""
        self._is_closed = True

    async def _write_later(self) -> None:
        await self._clock.sleep(self._wait_s * (1 + self._written_bytes / _SLOWED_BYTES))
        self._is_timer_set = False
        if not self._is_closed:
            self._written_bytes += self._write()
