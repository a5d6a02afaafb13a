"""The headers by which servers ask to wait."""

from __future__ import annotations

import pytest

from agent_tui.providers.openai.retry_after import retry_after_s

NOW = 1_700_000_000.0  # 14 November 2023, 22:13:20 UTC


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "20"}, 20.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "Tue, 14 Nov 2023 22:13:50 GMT"}, 30.0),
        ({"retry-after": "Tue, 14 Nov 2023 22:13:50"}, 30.0),
        ({"retry-after": "Tue, 14 Nov 2023 22:00:00 GMT"}, 0.0),
        ({"retry-after": "Tue, 99 Nov 2023 22:00:00 GMT"}, None),
        ({"x-ratelimit-reset": "1700000045"}, 45.0),
        ({"x-ratelimit-reset": "1700000045000"}, 45.0),
        ({"x-ratelimit-reset": "12"}, 12.0),
        ({"x-ratelimit-reset-requests": "6m1s"}, 361.0),
        ({"x-ratelimit-reset-tokens": "120ms"}, 0.12),
        ({"x-ratelimit-reset-tokens": "1h2m"}, 3720.0),
        ({"x-ratelimit-reset-tokens": "1 day"}, None),
    ],
)
def test_each_form_of_a_wait_is_read_as_seconds(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert retry_after_s(headers, now=NOW) == pytest.approx(seconds)


def test_the_limit_that_is_used_up_decides_and_not_the_other_one() -> None:
    headers = {
        "x-ratelimit-remaining-requests": "59",
        "x-ratelimit-reset-requests": "1s",
        "x-ratelimit-remaining-tokens": "0",
        "x-ratelimit-reset-tokens": "8s",
    }

    assert retry_after_s(headers, now=NOW) == 8.0
