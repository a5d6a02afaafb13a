"""Time as the engine sees it, so that tests can move it."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """A source of time."""

    def now(self) -> float:
        """Unix time in seconds; may jump when the system's clock is set."""
        ...

    def monotonic(self) -> float:
        """Seconds since any start; never goes back. For measuring."""
        ...

    async def sleep(self, delay_s: float) -> None:
        """Wait; can be cancelled."""
        ...


class SystemClock:
    """The clock of this machine."""

    def now(self) -> float:
        """Unix time in seconds."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds since an arbitrary start."""
        return time.monotonic()

    async def sleep(self, delay_s: float) -> None:
        """Wait on the current loop."""
        # Deferred: a screen knows its clock before its first picture, and anyio is a millisecond.
        import anyio

        await anyio.sleep(delay_s)
