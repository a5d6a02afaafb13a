"""A token bucket: pure arithmetic over a time that the caller tells."""

from __future__ import annotations

_ROUNDING = 1e-9  # of an amount; a wait that was computed must be long enough after it has passed


class TokenBucket:
    """Holds at most `burst`, and gets `per_minute` back evenly. Not thread-safe.

    What is taken beyond its content is a debt that later ones wait for; so an amount above `burst`
    passes when the bucket is full, and the rate still holds. now: seconds of a clock that never
    goes back; an earlier one counts as the latest.
    """

    def __init__(self, *, per_minute: float, burst: float, now: float) -> None:
        self._per_s, self._burst = per_minute / 60, burst
        self._level, self._told_at = burst, now

    def wait_s(self, amount: float, now: float, *, ahead: float = 0.0) -> float:
        """Seconds until `amount` passes, behind others that take `ahead`; 0.0 for at once."""
        missing = min(amount, self._burst) + ahead - self._filled(now)
        return missing / self._per_s if missing > _ROUNDING else 0.0

    def take(self, amount: float, now: float) -> None:
        """Take, and go into debt if need be."""
        self._level = self._filled(now) - amount

    def give_back(self, amount: float, now: float) -> None:
        """Put back what was not used. What does not fit is gone: time has brought it already."""
        self._level = min(self._burst, self._filled(now) + amount)

    def _filled(self, now: float) -> float:
        if now > self._told_at:
            self._level = min(self._burst, self._level + (now - self._told_at) * self._per_s)
            self._told_at = now
        return self._level
