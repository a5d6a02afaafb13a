"""How long a server asks to wait: reads the headers that say so. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|h|m|s)")
_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
# Larger plain numbers are points in time: the first is 2001 in seconds, the second in milliseconds.
_FIRST_TIMESTAMP_S = 1_000_000_000
_FIRST_TIMESTAMP_MS = 1_000_000_000_000


def retry_after_s(headers: Mapping[str, str], *, now: float) -> float | None:
    """Seconds to wait, None when the server named none. `headers` must ignore case or be lower
    case; now: Unix time in seconds."""
    if (milliseconds := _number(headers.get("retry-after-ms", ""))) is not None:
        return milliseconds / 1000
    if (wait := _wait(headers.get("retry-after", ""), now)) is not None:
        return wait
    for kind in ("", "-requests", "-tokens"):
        is_used_up = headers.get(f"x-ratelimit-remaining{kind}", "0").strip() == "0"
        wait = _wait(headers.get(f"x-ratelimit-reset{kind}", ""), now)
        if is_used_up and wait is not None:
            return wait
    return None


def _wait(value: str, now: float) -> float | None:
    """A wait from a number of seconds, a time stamp, a duration such as "6m0s", or an HTTP date."""
    value = value.strip()
    number = _number(value)
    if number is not None:
        if number >= _FIRST_TIMESTAMP_MS:
            number /= 1000
        return max(0.0, number - now) if number >= _FIRST_TIMESTAMP_S else number
    pieces = _DURATION.findall(value)
    if pieces and "".join(number + unit for number, unit in pieces) == value:
        return sum(float(number) * _SECONDS[unit] for number, unit in pieces)
    return _until(value, now)


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return max(0.0, number) if math.isfinite(number) else None


def _until(date: str, now: float) -> float | None:
    if not date:
        return None
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.fromtimestamp(now, UTC)).total_seconds())
