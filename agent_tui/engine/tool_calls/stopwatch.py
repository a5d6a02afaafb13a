"""Measures how long a call works, without the time that people take to answer."""

from __future__ import annotations

import anyio

from agent_tui.engine.clock import Clock


class Stopwatch:
    """Stands still before `start`, while anybody has it paused, and after `stop`. Use on the
    controller's loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._elapsed_s = 0.0
        self._since: float | None = None  # None while it stands still
        self._pauses = 0
        self._is_over = False
        self._running: anyio.Event | None = None  # set when the last pause ends

    @property
    def elapsed_s(self) -> float:
        """Seconds of work so far."""
        running = 0.0 if self._since is None else self._clock.monotonic() - self._since
        return self._elapsed_s + running

    def start(self) -> None:
        """Begin."""
        self._since = self._clock.monotonic()

    def pause(self) -> None:
        """Somebody asks people; may be called several times."""
        self._elapsed_s, self._since = self.elapsed_s, None
        self._pauses += 1

    def resume(self) -> None:
        """The end of one `pause`."""
        self._pauses -= 1
        if self._pauses == 0 and not self._is_over:
            self._since = self._clock.monotonic()
            if self._running is not None:
                self._running.set()

    def stop(self) -> None:
        """The work is over."""
        self._elapsed_s, self._since, self._is_over = self.elapsed_s, None, True

    async def until(self, limit_s: float) -> None:
        """Wait until the work has taken so long."""
        while (left_s := limit_s - self.elapsed_s) > 0:
            await self._clock.sleep(left_s)
            while self._pauses:
                self._running = anyio.Event()
                await self._running.wait()
