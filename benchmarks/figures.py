"""Medians, percentiles and how they are printed."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence


def p95(values: Sequence[float]) -> float:
    """The smallest value that at least 95 % of all are not above."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def print_title(text: str) -> None:
    print(f"\n{text}")


def print_times(name: str, times_s: Sequence[float]) -> None:
    """One line with median, 95th percentile and maximum in milliseconds."""
    median_ms, p95_ms, max_ms = (
        1000 * value for value in (statistics.median(times_s), p95(times_s), max(times_s))
    )
    print(
        f"  {name:<44} p50 {median_ms:7.1f}  p95 {p95_ms:7.1f}  max {max_ms:7.1f} ms"
        f"  n {len(times_s)}"
    )


def print_figure(name: str, text: str) -> None:
    print(f"  {name:<44} {text}")


def print_ratio(
    name: str, times_s: Sequence[float], baseline_s: Sequence[float], target: float
) -> None:
    """The ratio of the medians beside the one aimed at."""
    ratio = statistics.median(times_s) / statistics.median(baseline_s)
    verdict = "met" if ratio <= target else "missed"
    print(f"  {name:<44} {ratio:.2f} x (target {target:.2f} x: {verdict})")
