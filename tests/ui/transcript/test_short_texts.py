"""Tool calls, durations and turn ends in few words."""

from __future__ import annotations

import pytest

from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import FinishReason, TurnStatus
from agent_tui.protocol.usage import Usage
from agent_tui.ui.render.durations import duration_text
from agent_tui.ui.render.tool_call import call_result, call_target
from agent_tui.ui.render.turn_end import turn_end_text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.31, "0.3 s"), (9.96, "10 s"), (59.7, "1 min"), (200, "3 min 20 s"), (3840, "1 h 4 min")],
)
def test_durations_are_as_exact_as_a_person_wants(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


@pytest.mark.parametrize(
    ("arguments", "target"),
    [
        ('{"limit": 3, "path": "src/app.py"}', "src/app.py"),
        ('{"path": "src/ap', '{"path": "src/ap'),
        ('{"count": 3}', '{"count": 3}'),
        ('{"command": "a\\nb\\u001b[31m"}', "a b␛[31m"),
        ("", ""),
        ("{}", ""),
        ("[1]", "[1]"),
    ],
)
def test_the_first_text_among_the_arguments_is_the_target(arguments: str, target: str) -> None:
    assert call_target(arguments) == target


@pytest.mark.parametrize(
    ("text", "is_error", "shown"),
    [
        ("a\nb\n", False, "2 lines · 0.5 s"),
        ("done", False, "done · 0.5 s"),
        ("x" * 100, False, "1 line · 0.5 s"),
        ("", False, "no output · 0.5 s"),
        ("no such file\ndetails", True, "no such file · 0.5 s"),
        ("", True, "failed · 0.5 s"),
    ],
)
def test_a_result_is_told_by_its_size_and_an_error_by_its_first_line(
    text: str, is_error: bool, shown: str
) -> None:
    assert call_result(text, is_error=is_error, elapsed_s=0.5) == shown


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
