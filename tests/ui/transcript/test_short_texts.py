"""Durations and turn ends in few words."""

from __future__ import annotations

import msgspec
import pytest

from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import FinishReason, TurnStatus
from agent_tui.protocol.usage import Usage, cost_text
from agent_tui.ui.render.durations import duration_text
from agent_tui.ui.render.turn_end import turn_end_text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.31, "0.3 s"), (9.96, "10 s"), (59.7, "1 min"), (200, "3 min 20 s"), (3840, "1 h 4 min")],
)
def test_durations_are_as_exact_as_a_person_wants(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


@pytest.mark.parametrize(
    ("status", "reason", "shown"),
    [
        (TurnStatus.OK, "", "3.0 s · 1,234 tokens"),
        (TurnStatus.CANCELLED, "user", "stopped by you after 3.0 s · 1,234 tokens"),
        (TurnStatus.CANCELLED, "timeout", "stopped by the time limit after 3.0 s · 1,234 tokens"),
        (TurnStatus.CANCELLED, "host", "stopped: host after 3.0 s · 1,234 tokens"),
        (TurnStatus.INTERRUPTED, "", "interrupted after 3.0 s · 1,234 tokens"),
        (TurnStatus.ERROR, "", "failed after 3.0 s · 1,234 tokens"),
    ],
)
def test_a_turn_says_how_it_ended(status: TurnStatus, reason: str, shown: str) -> None:
    usage = Usage(input_tokens=1000, output_tokens=234)
    result = TurnResult(
        session_id="s", turn_id="t", status=status, reason=reason, usage=usage, elapsed_s=3.0
    )

    assert turn_end_text(result) == shown


@pytest.mark.parametrize(
    ("usd", "text"),
    [
        (0.0, "$0"),
        (0.00004321, "$0.000043"),
        (0.0012, "$0.0012"),
        (0.0094, "$0.0094"),
        (0.00999, "$0.01"),
        (0.1234, "$0.12"),
        (1234.5, "$1,234.50"),
    ],
)
def test_costs_have_the_digits_that_tell_something(usd: float, text: str) -> None:
    assert cost_text(usd) == text


def test_a_turn_says_what_it_cost_when_the_provider_did() -> None:
    usage = Usage(input_tokens=1000, cost_usd=0.0012)
    result = TurnResult(session_id="s", turn_id="t", status=TurnStatus.OK, usage=usage)

    assert turn_end_text(result) == "1,000 tokens · $0.0012"


def test_costs_add_up_as_far_as_they_are_known() -> None:
    known, unknown = Usage(cost_usd=0.25), Usage(input_tokens=1)

    assert (known + known).cost_usd == 0.5
    assert (known + unknown).cost_usd == (unknown + known).cost_usd == 0.25
    assert (unknown + unknown).cost_usd is None


def test_usage_that_was_stored_without_a_cost_is_read() -> None:
    assert msgspec.json.decode('{"input_tokens":3}', type=Usage) == Usage(input_tokens=3)
    assert b"cost" not in msgspec.json.encode(Usage(input_tokens=3))


def test_an_answer_that_ran_into_the_output_limit_says_so() -> None:
    result = TurnResult(
        session_id="s", turn_id="t", status=TurnStatus.OK, finish_reason=FinishReason.LENGTH
    )

    assert turn_end_text(result) == "cut off at the model's output limit"


@pytest.mark.parametrize(
    ("status", "reason", "words"),
    [
        (TurnStatus.BLOCKED, "Not here.", "not sent: Not here."),
        (TurnStatus.STOPPED, "Enough.", "stopped by a hook after 2.0 s: Enough."),
        (TurnStatus.STOPPED, "", "stopped by a hook after 2.0 s"),
    ],
)
def test_a_turn_that_a_hook_ended_says_why_and_only_one_that_began_how_long(
    status: TurnStatus, reason: str, words: str
) -> None:
    result = TurnResult(session_id="s", turn_id="t", status=status, reason=reason, elapsed_s=2.0)

    assert turn_end_text(result) == words
