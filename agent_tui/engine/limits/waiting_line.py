"""Who waits for a rate limiter, in the order of coming, and what the first one needs."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from operator import add, sub

from agent_tui.engine.limits.token_bucket import TokenBucket

_SOON_S = 1e-6


def nobody() -> None:
    """Wakes nobody."""


class Waiter:
    """One who waits. costs: what it takes, one number for each bucket. wake: tells it to ask again,
    on any thread; may be called too often. is_gone: it will never ask again. ahead: what those took
    who stood before it when it came."""

    def __init__(
        self, costs: Sequence[int], wake: Callable[[], object], is_gone: Callable[[], bool]
    ) -> None:
        self.costs, self.wake, self.is_gone = tuple(costs), wake, is_gone
        self.ahead: tuple[int, ...] = ()


class WaitingLine:
    """The buckets and the line before them. Not thread-safe: the limiter's lock guards it.

    Nobody passes but the first, so a small request never overtakes a large one. Nothing is taken
    for somebody who still waits; so whoever leaves the line takes nothing along.
    """

    def __init__(self, buckets: Sequence[TokenBucket]) -> None:
        self._buckets = tuple(buckets)
        self._line: deque[Waiter] = deque()
        self._waiting = tuple(0 for _ in self._buckets)  # the costs of all who wait

    def __len__(self) -> int:
        return len(self._line)

    def join(self, waiter: Waiter) -> None:
        """Stand at the end."""
        waiter.ahead = self._waiting
        self._line.append(waiter)
        self._waiting = tuple(map(add, self._waiting, waiter.costs))

    def is_first(self, waiter: Waiter) -> bool:
        """Nobody stands before this one."""
        return bool(self._line) and self._line[0] is waiter

    def wait_s(self, waiter: Waiter, now: float) -> float:
        """Seconds until its turn, 0.0 when it may pass; for all but the first an estimate from the
        time when they came, never 0.0."""
        if not self.is_first(waiter):
            return max(self._wait_s(waiter.costs, waiter.ahead, now), _SOON_S)
        return self._wait_s(waiter.costs, (0,) * len(self._buckets), now)

    def _wait_s(self, costs: Sequence[int], ahead: Sequence[int], now: float) -> float:
        rows = zip(self._buckets, costs, ahead, strict=True)
        return max(bucket.wait_s(cost, now, ahead=before) for bucket, cost, before in rows)

    def leave(self, waiter: Waiter) -> Callable[[], object]:
        """Stand there no longer. Returns what wakes a new first one; call it without the lock."""
        if waiter not in self._line:  # it was dropped
            return nobody
        was_first = self.is_first(waiter)
        self._line.remove(waiter)
        self._waiting = tuple(map(sub, self._waiting, waiter.costs))
        return self.wake_first() if was_first else nobody

    def drop_gone(self) -> Callable[[], object]:
        """Nobody waits behind one who is gone. Returns what wakes a new first one, as `leave`."""
        wake: Callable[[], object] = nobody
        while self._line and self._line[0].is_gone():
            wake = self.leave(self._line[0])
        return wake

    def take(self, costs: Sequence[int], now: float) -> None:
        """Take from the buckets; less than nothing is given back."""
        for bucket, cost in zip(self._buckets, costs, strict=True):
            if cost >= 0:
                bucket.take(cost, now)
            else:
                bucket.give_back(-cost, now)

    def wake_first(self) -> Callable[[], object]:
        """What wakes the first one."""
        return self._line[0].wake if self._line else nobody
