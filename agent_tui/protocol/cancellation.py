"""The cancellation token: asks one turn, one session or everything to stop, with a reason.

It stands beside the frozen data because providers, tools, engine and hosts all hold one. A user's
cancel (our token) is told from a foreign one (a task group that is torn down): the first sets the
token and becomes a result, the second passes through as the exception it is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable


class TurnCancelled(Exception):
    """Raised by `CancellationToken.check()`. Inside a turn it becomes the result `cancelled`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CancellationToken:
    """Thread-safe and idempotent; the first reason wins. Bound to no loop.

    Children are cancelled with their parent, never the other way round. Callbacks run once, on the
    thread that cancels, outside the lock; they must be short, thread-safe and must not raise.
    """

    def __init__(self, parent: CancellationToken | None = None) -> None:
        # Reentrant: a signal handler that cancels may have interrupted a call of its own thread.
        self._lock = threading.RLock()
        self._reason: str | None = None
        self._callbacks: dict[int, Callable[[str], object]] = {}
        self._next_key = 0
        self._detach: Callable[[], None] | None = None
        if parent is not None:
            self._detach = parent.add_callback(self.cancel)

    @property
    def is_cancelled(self) -> bool:
        """True from the first `cancel()` on."""
        return self._reason is not None

    @property
    def reason(self) -> str:
        """Why it was cancelled, "" while it was not."""
        return self._reason or ""

    def child(self) -> CancellationToken:
        """A token that is cancelled with this one, and alone on its own. Call `close()` on it
        when done."""
        return CancellationToken(parent=self)

    def cancel(self, reason: str = "user") -> bool:
        """Cancel. True when this call was the first; later calls change nothing."""
        with self._lock:
            if self._reason is not None:
                return False
            self._reason = reason or "user"
            callbacks = list(self._callbacks.values())
            self._callbacks.clear()
        for callback in callbacks:
            callback(self.reason)
        return True

    def check(self) -> None:
        """Raise `TurnCancelled` when cancelled."""
        if self._reason is not None:
            raise TurnCancelled(self._reason)

    def add_callback(self, callback: Callable[[str], object]) -> Callable[[], None]:
        """Call `callback(reason)` on cancel, at once when that has happened; returns an
        unregister."""
        with self._lock:
            if self._reason is None:
                key = self._next_key
                self._next_key += 1
                self._callbacks[key] = callback
                return lambda: self._forget(key)
        callback(self.reason)
        return lambda: None

    def close(self) -> None:
        """Detach from the parent, so that a long-lived parent does not keep finished children."""
        if self._detach is not None:
            self._detach()
            self._detach = None

    def _forget(self, key: int) -> None:
        with self._lock:
            self._callbacks.pop(key, None)
