"""Which keys are the transcript's and which the engine's."""

from __future__ import annotations

import pytest

from agent_tui.ui.transcript.vim.reading_keys import (
    command_typed,
    count_in,
    hides_matches,
    leads_to_mark,
    works_on_lines,
    yank_to_edge,
)


@pytest.mark.parametrize(
    ("pending", "key", "typed"),
    [
        ("", "n", ("n", 0)),
        ("12", "G", ("G", 12)),
        ('"a', "G", ("G", 0)),
        ("3g", "g", ("gg", 3)),
        ("z", "t", ("zt", 0)),
        ("[", "[", ("[[", 0)),
        ("999999999999", "}", ("}", 999_999_999)),
    ],
)
def test_a_command_is_known_by_its_keys_and_count(
    pending: str, key: str, typed: tuple[str, int]
) -> None:
    assert command_typed(pending, key) == typed


@pytest.mark.parametrize("pending", ["f", "2d", "y", '"', "m", "'", "yi", "vi", "r"])
def test_a_key_that_belongs_to_a_command_of_the_engine_is_none(pending: str) -> None:
    assert command_typed(pending, "n") is None


@pytest.mark.parametrize(
    ("pending", "key", "found"),
    [
        ("y", "G", ("", "G")),
        ('"ay', "G", ("a", "G")),
        ("yg", "g", ("", "gg")),
        ("d", "G", None),
        ("y", "g", None),
        ("y", "w", None),
    ],
)
def test_a_yank_to_an_edge(pending: str, key: str, found: tuple[str, str] | None) -> None:
    assert yank_to_edge(pending, key) == found


def test_marks_and_counts() -> None:
    assert leads_to_mark("'")
    assert leads_to_mark("2`")
    assert not leads_to_mark("y'")
    assert (count_in(""), count_in("3"), count_in("2y4"), count_in('"ay')) == (0, 3, 8, 0)


@pytest.mark.parametrize(
    "line", ["5", "%y", ".,$d", "'<,'>y", "g/a/p", "s/a/b", "y", "norm x", "m5"]
)
def test_lines_about_lines_are_known(line: str) -> None:
    assert works_on_lines(line)


@pytest.mark.parametrize("line", ["", "q", "wq", "w a.md", "reg", "set ic", "noh", "model x", "e"])
def test_lines_about_the_program_are_not_among_them(line: str) -> None:
    assert not works_on_lines(line)


def test_hiding_matches_is_known_in_all_its_lengths() -> None:
    assert all(map(hides_matches, ("noh", "nohl", " nohlsearch")))
    assert not hides_matches("no")
