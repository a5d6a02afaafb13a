from __future__ import annotations

import pytest

from agent_tui.ui.widgets.history_rows import marked, short_age, snippet


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-5, "now"),
        (59, "now"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (86_399, "23 h"),
        (86_400, "1 d"),
        (364 * 86_400, "364 d"),
        (800 * 86_400, "2 y"),
    ],
)
def test_the_age_of_a_prompt_is_short(seconds: float, shown: str) -> None:
    assert short_age(seconds) == shown


def test_lines_are_joined_and_controls_made_visible() -> None:
    assert snippet("one\n\ttwo \x1b[31m", (), 40, has_capitals=False) == "one ↵  two ␛[31m"


def test_a_match_far_behind_is_brought_into_view() -> None:
    text = "word " * 100 + "needle and more"

    shown = snippet(text, ("needle",), 30, has_capitals=False)

    assert shown.startswith("…")
    assert "needle" in shown


def test_what_was_typed_is_marked_wherever_it_stands() -> None:
    pieces = marked("Fix the fixture", ("fix", "ture"), has_capitals=False)

    assert pieces == [("Fix", True), (" the ", False), ("fixture", True)]


def test_a_letter_whose_small_form_is_longer_moves_no_mark() -> None:
    assert marked("İx fix", ("fix",), has_capitals=False) == [("İx fix", False)]
