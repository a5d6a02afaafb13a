"""A handful of kills; `python -m tests.torture` does hundreds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.moments import MOMENTS
from tests.torture.torture import torture

_NAMES = (
    "an answer streams",
    "a tool runs",
    "prompts wait",
    "quitting, a turn runs",
)


@pytest.mark.timeout(90)  # a second for each kill, on a machine that is free
def test_a_session_that_is_killed_four_times_has_lost_nothing(tmp_path: Path) -> None:
    moments = [moment for moment in MOMENTS if moment.name in _NAMES]

    outcomes = torture(len(moments), 1, tmp_path, moments=moments)

    assert [outcome.losses + outcome.invalid for outcome in outcomes.values()] == [[]] * 4
    assert [(outcome.kills, outcome.resumes) for outcome in outcomes.values()] == [(1, 1)] * 4
