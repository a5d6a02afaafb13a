"""How many threads a kind of blocking work may take; each has its own, so none starves another."""

from __future__ import annotations

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
