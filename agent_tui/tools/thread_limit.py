"""How many threads a kind of blocking work may take; each has its own, so none starves another."""

from __future__ import annotations

from weakref import WeakValueDictionary

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar


class ThreadLimit:
    """Made once, at import. name: unlike any other's."""

    def __init__(self, name: str, threads: int) -> None:
        self._threads = threads
        self._limiter: RunVar[CapacityLimiter] = RunVar(f"agent_tui_{name}_threads")

    @property
    def limiter(self) -> CapacityLimiter:
        """The running loop's own, made at its first use there."""
        try:
            return self._limiter.get()
        except LookupError:
            limiter = CapacityLimiter(self._threads)
            self._limiter.set(limiter)
            return limiter


class SessionThreadLimit:
    """The same, with threads of its own for each session: many agents may share a loop, and one
    whose functions hang holds up no other. Made once, at import. name: unlike any other's."""

    def __init__(self, name: str, threads: int) -> None:
        self._threads = threads
        self._limiters: RunVar[WeakValueDictionary[str, CapacityLimiter]] = RunVar(
            f"agent_tui_{name}_session_threads"
        )

    def limiter(self, session_id: str) -> CapacityLimiter:
        """The session's own on the running loop. Those who wait for it or hold it keep it alive."""
        try:
            limiters = self._limiters.get()
        except LookupError:
            limiters = WeakValueDictionary()
            self._limiters.set(limiters)
        return limiters.setdefault(session_id, CapacityLimiter(self._threads))
