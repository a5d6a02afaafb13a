"""What a benchmark gives back: rows of measured values, with limits and a baseline."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct


class Judged(StrEnum):
    """The statistic that is held against the limits."""

    MEDIAN = "median"
    P95 = "p95"
    P99 = "p99"
    MAX = "max"


class Row(Struct, frozen=True, kw_only=True):
    """One thing measured several times.

    target: "P5"; "" for what has no number. values, baseline_values, limit: in `unit`. baseline:
    what was measured in the same run beside it, "" for nothing. ratio_limit: of the judged value to
    the baseline's. Absolute limits hold on the machine they were set on, ratios everywhere.
    """

    target: str
    what: str
    values: tuple[float, ...]
    unit: str = "ms"
    judged: Judged = Judged.MEDIAN
    limit: float | None = None
    baseline: str = ""
    baseline_values: tuple[float, ...] = ()
    ratio_limit: float | None = None

    @property
    def ratio(self) -> float | None:
        """To the baseline; None without one. Of medians, it is the median of the pairs that were
        measured one right after the other: what the machine does meanwhile hits both alike."""
        ours, theirs = self.values, self.baseline_values
        if not theirs or not statistic(theirs, self.judged):
            return None
        if self.judged is Judged.MEDIAN and len(ours) == len(theirs) and all(theirs):
            return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
        return statistic(ours, self.judged) / statistic(theirs, self.judged)

    @property
    def is_met(self) -> bool | None:
        """By the ratio where there is one, else by the absolute limit; None without either."""
        if self.ratio_limit is not None and self.ratio is not None:
            return self.ratio <= self.ratio_limit
        if self.limit is not None:
            return statistic(self.values, self.judged) <= self.limit
        return None


def statistic(values: Sequence[float], which: Judged) -> float:
    """The median, the 95th or 99th percentile, or the maximum."""
    match which:
        case Judged.MEDIAN:
            return statistics.median(values)
        case Judged.P95:
            return p95(values)
        case Judged.P99:
            return _percentile(values, 0.99)
        case Judged.MAX:
            return max(values)


def p95(values: Sequence[float]) -> float:
    """The smallest value that at least 95 % of all are not above."""
    return _percentile(values, 0.95)


def _percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[math.ceil(share * len(values)) - 1]


def in_ms(times_s: Sequence[float]) -> tuple[float, ...]:
    """Seconds as milliseconds."""
    return tuple(1000 * time_s for time_s in times_s)
