"""A session's title."""

from __future__ import annotations

import pytest

from agent_tui.engine.sessions.prompt_title import title_from


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ("Fix the build", "Fix the build"),
        ("\n\n  first   line \nsecond", "first line"),
        ("tab\there\x1b[31m", "tab here [31m"),
        ("x" * 61, "x" * 59 + "…"),
        ("x" * 60, "x" * 60),
        ("中" * 40, "中" * 29 + "…"),
        ("   \n\t\n", ""),
    ],
)
def test_a_title_is_the_first_visible_line_cut_to_sixty_cells(prompt: str, title: str) -> None:
    assert title_from(prompt) == title
