"""The first picture, as a terminal shows it."""

from __future__ import annotations

import pytest

from agent_tui.boot_skeleton import skeleton_frame
from tests.terminal.terminal_screen import TerminalScreen


def shown(
    text: str = "", submitted: tuple[str, ...] = (), *, columns: int = 20, rows: int = 8
) -> TerminalScreen:
    screen = TerminalScreen(columns, rows)
    screen.feed(skeleton_frame(text, submitted, columns, rows))
    return screen


def test_an_empty_start_shows_rule_composer_and_status_at_the_bottom() -> None:
    screen = shown()

    assert screen.lines() == [""] * 5 + ["─" * 20, "❯", " starting"]
    assert screen.cursor == (2, 6)


def test_the_cursor_stands_behind_wide_and_combining_characters() -> None:
    screen = shown("汉字e\u0301")

    assert screen.lines()[6] == "❯ 汉字é"
    assert screen.cursor == (7, 6)


def test_a_long_draft_wraps_and_pushes_the_rule_up() -> None:
    screen = shown("x" * 30 + "\nlast", rows=10)

    assert screen.lines()[5:] == ["─" * 20, "❯ " + "x" * 18, "  " + "x" * 12, "  last", " starting"]
    assert screen.cursor == (6, 8)


def test_a_wide_character_is_never_cut_at_the_edge() -> None:
    assert shown("汉" * 10, columns=21).lines()[5:7] == ["❯ " + "汉" * 9, "  汉"]


def test_submitted_prompts_are_queued_above_the_rule_on_one_line_each() -> None:
    screen = shown("next", ("first\nprompt", "second " * 9))

    assert screen.lines()[3:6] == ["❯ first prompt", "❯ second second seco", "─" * 20]


@pytest.mark.parametrize("rows", [6, 7, 24])
def test_more_than_fits_shows_the_end_of_the_draft(rows: int) -> None:
    screen = shown("\n".join(f"line {i}" for i in range(40)), ("queued",) * 40, rows=rows)

    assert screen.lines()[-2:] == ["  line 39", " starting"]


def test_a_shorter_draft_leaves_nothing_of_the_longer_one_behind() -> None:
    screen = shown("one\ntwo\nthree", ("queued",))

    screen.feed(skeleton_frame("", (), 20, 8))

    assert screen.lines() == shown().lines()
