"""Something that happens once in a run, for waiters of every kind."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Milestone:
    """Reached once, by any thread; waited for by threads, or told to callbacks. Bound to no
    loop."""

    def __init__(self) -> None:
        self._reached = threading.Event()
        self._lock = threading.Lock()  # guards the callbacks; never held while one is called
        self._callbacks: list[Callable[[], object]] = []

    @property
    def is_reached(self) -> bool:
        """It has happened."""
        return self._reached.is_set()

    def reach(self) -> None:
        """It happens now. Later calls change nothing."""
        with self._lock:
            self._reached.set()
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Block until it happens; False when it has not within `timeout_s` seconds."""
        return self._reached.wait(timeout_s)

    def when_reached(self, callback: Callable[[], object]) -> None:
        """Call `callback` on the thread that reaches it, or at once when that has happened. It must
        be quick, thread-safe and must not raise."""
        with self._lock:
            if not self._reached.is_set():
                self._callbacks.append(callback)
                return
        callback()
