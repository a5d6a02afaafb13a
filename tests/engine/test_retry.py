"""When a request is sent again, and how long that takes."""

from __future__ import annotations

import pytest

from agent_tui.engine.turns.retry import final_failure, retry_delay_s, should_retry
from agent_tui.errors import AuthenticationFailed, RateLimited
from tests.engine.builders import unavailable
from tests.engine.fake_clock import FakeClock


def no_jitter() -> float:
    return 0.0


@pytest.mark.parametrize(
    ("attempt", "delay_s"), [(1, 1), (2, 2), (3, 4), (5, 16), (6, 30), (500, 30)]
)
def test_the_delay_doubles_from_one_second_to_thirty(attempt: int, delay_s: float) -> None:
    assert retry_delay_s(attempt, unavailable(), jitter=no_jitter) == delay_s


def test_jitter_adds_up_to_a_quarter_but_never_passes_the_cap() -> None:
    assert retry_delay_s(1, unavailable(), jitter=lambda: 1.0) == 1.25
    assert retry_delay_s(9, unavailable(), jitter=lambda: 1.0) == 30


def test_the_wish_of_the_provider_wins_over_our_own_delay() -> None:
    assert retry_delay_s(4, unavailable(retry_after_s=0.5), jitter=no_jitter) == 0.5


def test_only_errors_that_may_pass_are_retried_and_not_for_ever() -> None:
    refused = AuthenticationFailed("The key was refused.", provider="fake")

    assert should_retry(unavailable(), attempt=4, max_attempts=5)
    assert not should_retry(unavailable(), attempt=5, max_attempts=5)
    assert not should_retry(refused, attempt=1, max_attempts=5)


def test_an_absurdly_long_wait_fails_at_once_and_says_when_to_try_again() -> None:
    error = RateLimited("Too much.", provider="fake", is_retryable=True, retry_after_s=1_800)

    failure = final_failure(error, attempts=1, now=FakeClock().now())

    assert not should_retry(error, attempt=1, max_attempts=5)
    assert "Try again after " in failure.text
    assert "(in 30 min)" in failure.text


def test_a_wait_beyond_all_calendars_does_not_break_the_text() -> None:
    failure = final_failure(unavailable(retry_after_s=1e30), attempts=1, now=0)

    assert "Try again much later" in failure.text


def test_the_last_failure_says_how_often_it_was_tried() -> None:
    assert "tried 5 times" in final_failure(unavailable(), attempts=5, now=0).text
    assert "tried" not in final_failure(unavailable(), attempts=1, now=0).text
