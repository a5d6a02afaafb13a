"""A clock that stands still until a test moves it."""

from __future__ import annotations

import anyio


class FakeClock:
    """Implements `Clock`. 12 May 2025, noon UTC, at the start."""

    def __init__(self) -> None:
        self._now = 1_747_051_200.0
        self._sleepers: list[tuple[float, anyio.Event]] = []

    @property
    def waits(self) -> list[float]:
        """Seconds until each sleeper wakes, in the order of falling asleep."""
        return [due - self._now for due, event in self._sleepers if not event.is_set()]

    def now(self) -> float:
        return self._now

    def monotonic(self) -> float:
        return self._now

    async def sleep(self, delay_s: float) -> None:
        entry = (self._now + delay_s, anyio.Event())
        self._sleepers.append(entry)
        try:
            await entry[1].wait()
        finally:
            self._sleepers.remove(entry)

    def advance(self, seconds: float) -> None:
        """Let time pass and wake who is due."""
        self._now += seconds
        for due, event in self._sleepers:
            if due <= self._now:
                event.set()
