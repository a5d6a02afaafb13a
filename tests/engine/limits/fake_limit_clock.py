"""A clock that stands still until a test moves it, for threads and tasks alike."""

from __future__ import annotations

import threading

from tests.engine.fake_clock import FakeClock


class FakeLimitClock(FakeClock):
    """Implements `LimitClock`. Move it on the loop that the tasks wait on."""

    def __init__(self) -> None:
        super().__init__()
        self._start = super().monotonic()
        self.waiting_threads: dict[threading.Event, float | None] = {}
        self.has_waiter = threading.Event()

    @property
    def elapsed_s(self) -> float:
        return self.monotonic() - self._start

    def wait(self, signal: threading.Event, delay_s: float | None) -> None:
        self.waiting_threads[signal] = None if delay_s is None else self.monotonic() + delay_s
        self.has_waiter.set()
        signal.wait()
        self.waiting_threads.pop(signal, None)

    def advance(self, seconds: float) -> None:
        super().advance(seconds)
        self.has_waiter.clear()
        for signal, due in tuple(self.waiting_threads.items()):
            if due is not None and due <= self.monotonic():
                signal.set()
