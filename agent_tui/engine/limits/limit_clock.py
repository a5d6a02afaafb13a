"""Time as a rate limiter sees it, so that tests can move it."""

from __future__ import annotations

import threading
from typing import Protocol

from agent_tui.engine.clock import SystemClock


class LimitClock(Protocol):
    """A source of time that threads and tasks can wait for. Bound to no loop."""

    def monotonic(self) -> float:
        """Seconds since any start; never goes back."""
        ...

    async def sleep(self, delay_s: float) -> None:
        """Wait on the current loop; can be cancelled."""
        ...

    def wait(self, signal: threading.Event, delay_s: float | None) -> None:
        """Block this thread until the signal is set, or for `delay_s` seconds if given."""
        ...


class SystemLimitClock(SystemClock):
    """The clock of this machine."""

    def wait(self, signal: threading.Event, delay_s: float | None) -> None:
        """Block until then; Ctrl+C ends it."""
        signal.wait(delay_s)
