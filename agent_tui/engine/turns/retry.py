"""When a failed model request is sent again, and what to say when it is not."""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec.structs import replace

from agent_tui.errors import ProviderError
from agent_tui.protocol.failures import Failure, failure_from

FIRST_DELAY_S = 1.0
MAX_DELAY_S = 30.0
MAX_JITTER = 0.25  # of the delay: many clients that failed together must not come back together
MAX_RETRY_AFTER_S = 120.0  # nobody watches a countdown for longer; quota limits ask for hours


def should_retry(error: ProviderError, *, attempt: int, max_attempts: int) -> bool:
    """True when the same request may succeed soon. attempt: the one that failed, 1-based."""
    return error.is_retryable and attempt < max_attempts and not _wants_long_wait(error)


def retry_delay_s(attempt: int, error: ProviderError, *, jitter: Callable[[], float]) -> float:
    """Seconds until the next attempt: 1, 2, 4 ... 30, plus up to a quarter; the provider's wish
    wins.

    attempt: the one that failed, 1-based. jitter: a number from 0 to 1, drawn anew for each wait.
    """
    if error.retry_after_s is not None:
        return max(0.0, error.retry_after_s)
    delay_s = FIRST_DELAY_S * 2.0 ** min(attempt - 1, 10)
    return min(MAX_DELAY_S, delay_s * (1 + MAX_JITTER * jitter()))


def final_failure(error: ProviderError, *, attempts: int, now: float) -> Failure:
    """The failure for the user after the last attempt. now: Unix seconds, to say when to try
    again."""
    failure = failure_from(error)
    if _wants_long_wait(error):
        return replace(failure, text=f"{failure.text} {_try_again(error.retry_after_s or 0, now)}")
    if attempts > 1:
        return replace(failure, text=f"{failure.text} It was tried {attempts} times.")
    return failure


def _wants_long_wait(error: ProviderError) -> bool:
    return error.retry_after_s is not None and error.retry_after_s > MAX_RETRY_AFTER_S


def _try_again(wait_s: float, now: float) -> str:
    minutes = max(1, round(wait_s / 60))
    wait = f"{minutes} min" if minutes < 120 else f"{round(minutes / 60)} h"
    day = "%H:%M" if wait_s < 12 * 3600 else "%Y-%m-%d %H:%M"
    try:
        due = time.strftime(day, time.localtime(now + wait_s))
    except (OverflowError, ValueError, OSError):  # the provider sent a date beyond all calendars
        return "Try again much later, or choose another model."
    return f"Try again after {due} (in {wait}), or choose another model."
