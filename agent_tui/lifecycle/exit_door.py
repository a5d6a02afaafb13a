"""The one exit door: every way out, key, command, signal or fault, asks here and nowhere else."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from enum import StrEnum

from agent_tui.engine.wakeup import Wakeup

# A held-down Ctrl+Q repeats every 30 ms; that is one wish to leave, not a wish to force.
KEY_REPEAT_S = 0.5


class ExitReason(StrEnum):
    """Who or what asked to leave."""

    USER = "user"
    END_OF_INPUT = "end of input"
    SIGINT = "SIGINT"
    SIGTERM = "SIGTERM"
    SIGHUP = "SIGHUP"
    FATAL = "fatal error"


_EXIT_CODES = {
    ExitReason.USER: 0,
    ExitReason.END_OF_INPUT: 0,
    ExitReason.SIGINT: 130,
    ExitReason.SIGTERM: 143,
    ExitReason.SIGHUP: 129,
    ExitReason.FATAL: 1,
}

FORCED_EXIT_CODE = 130


class ExitDoor:
    """Thread-safe. The first request opens the door, a second one forces it: no more waiting."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()
        self._monotonic = monotonic
        self._reason: ExitReason | None = None
        self._asked_at = 0.0
        self._is_forced = False
        self._wakers: list[Callable[[], object]] = []

    @property
    def reason(self) -> ExitReason | None:
        """The first request's reason, None while nobody asked."""
        return self._reason

    @property
    def is_forced(self) -> bool:
        """True after a second request."""
        return self._is_forced

    @property
    def exit_code(self) -> int:
        """The process's exit code as far as the door knows it."""
        if self._reason is None:
            return 0
        code = _EXIT_CODES[self._reason]
        return FORCED_EXIT_CODE if self._is_forced and code == 0 else code

    def request(self, reason: ExitReason) -> None:
        """Ask to leave. Any thread, any number of times."""
        with self._lock:
            now = self._monotonic()
            if self._reason is None:
                self._reason, self._asked_at = reason, now
            elif reason is ExitReason.USER and now - self._asked_at < KEY_REPEAT_S:
                return
            else:
                self._is_forced = True
            wakers = tuple(self._wakers)
        for waker in wakers:
            waker()

    def stay(self) -> None:
        """Forget the request: an exit handler vetoed it."""
        with self._lock:
            self._reason, self._is_forced = None, False

    async def wait_for_request(self) -> ExitReason:
        """Wait until somebody asks to leave."""
        await self._wait(lambda: self._reason is not None)
        assert self._reason is not None
        return self._reason

    async def wait_for_force(self) -> None:
        """Wait until somebody asks a second time."""
        await self._wait(lambda: self._is_forced)

    async def _wait(self, is_so: Callable[[], bool]) -> None:
        wakeup = Wakeup()
        with self._lock:
            if is_so():
                return
            self._wakers.append(wakeup.set)
        try:
            await wakeup.wait()
        finally:
            with self._lock:
                self._wakers.remove(wakeup.set)
