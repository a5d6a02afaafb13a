"""Durations and turn ends in few words."""

from __future__ import annotations

import pytest

from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import FinishReason, TurnStatus
from agent_tui.protocol.usage import Usage
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


def test_an_answer_that_ran_into_the_output_limit_says_so() -> None:
    result = TurnResult(
        session_id="s", turn_id="t", status=TurnStatus.OK, finish_reason=FinishReason.LENGTH
    )

    assert turn_end_text(result) == "cut off at the model's output limit"
