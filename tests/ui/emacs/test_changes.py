"""Emacs's changes, as tables: the bar is the cursor."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agent_tui.ui.emacs import changes
from agent_tui.ui.emacs.changes import Change
from agent_tui.ui.emacs.kill_ring import MOST_KILLS, KillRing


def at(marked: str) -> tuple[str, int]:
    return marked.replace("|", ""), marked.index("|")


def applied(text: str, change: Change | None) -> str | None:
    if change is None:
        return None
    changed = text[: change.start] + change.text + text[change.end :]
    return f"{changed[: change.cursor]}|{changed[change.cursor :]}"


@pytest.mark.parametrize(
    ("before", "start", "end"),
    [
        ("one |two three", 0, 7),
        ("one tw|o three", 4, 7),
        ("one  |  two", 0, 10),
        ("|", 0, 0),
        ("  |  ", 0, 4),
        ("a-b|", 2, 3),
        ("größe| x", 0, 7),
        ("one\n|two", 0, 7),
    ],
)
def test_words_are_letters_and_digits_in_a_row(before: str, start: int, end: int) -> None:
    text, place = at(before)

    assert changes.word_start(text, place) == start
    assert changes.word_end(text, place) == end


@pytest.mark.parametrize(
    ("before", "start"),
    [("cp a/b.txt|", 3), ("cp a/b.txt  |", 3), ("|", 0), ("one|", 0), ("  |", 0)],
)
def test_ctrl_w_without_a_region_takes_what_stands_between_blanks(before: str, start: int) -> None:
    assert changes.blank_word_start(*at(before)) == start


@pytest.mark.parametrize(
    ("before", "end"),
    [("on|e\ntwo", 3), ("one|\ntwo", 4), ("one\ntwo|", 7), ("|", 0), ("|\n\n", 1)],
)
def test_a_line_is_killed_to_its_end_and_there_its_break(before: str, end: int) -> None:
    assert changes.line_end_to_kill(*at(before)) == end


@pytest.mark.parametrize(
    ("before", "start"),
    [("one\ntw|o", 4), ("one\n|two", 3), ("|one", 0)],
)
def test_a_line_is_killed_to_its_start_and_there_the_break_before(before: str, start: int) -> None:
    assert changes.line_start_to_kill(*at(before)) == start


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ab|c", "acb|"),
        ("abc|", "acb|"),
        ("a|b", "ba|"),
        ("|ab", None),
        ("a|", None),
        ("ab|\nc", "ba|\nc"),
        ("a\n|b", None),
        ("|", None),
    ],
)
def test_characters_are_swapped_within_their_line(before: str, after: str | None) -> None:
    text, place = at(before)

    assert applied(text, changes.transposed_chars(text, place)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("one |two", "two one|"),
        ("one| two", "two one|"),
        ("one, two| three", "one, three two|"),
        ("one, two|", "two, one|"),
        ("one|", None),
        ("|", None),
    ],
)
def test_words_are_swapped_over_what_stands_between(before: str, after: str | None) -> None:
    text, place = at(before)

    assert applied(text, changes.transposed_words(text, place)) == after


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (str.upper, "one| two", "one TWO|"),
        (str.upper, "o|ne two", "oNE| two"),
        (str.upper, "straße|", None),
        (str.upper, "|straße", "STRASSE|"),
        (str.lower, "|ONE", "one|"),
        (changes.capitalised, "|oNE two", "One| two"),
    ],
)
def test_the_rest_of_the_word_changes_its_case(
    change: Callable[[str], str], before: str, after: str | None
) -> None:
    text, place = at(before)

    assert applied(text, changes.cased_word(text, place, change)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a b\nc| d", "a b c d|"),
        ("x\n\na\nb|\n\ny", "x\n\na b|\n\ny"),
        ("a b c|", None),
        ("|", None),
        (f"{'word ' * 15}|", f"{' '.join(['word'] * 14)}\nword|"),
    ],
)
def test_a_paragraph_is_filled_between_blank_lines(before: str, after: str | None) -> None:
    text, place = at(before)

    assert applied(text, changes.filled_paragraph(text, place)) == after


def test_kills_in_a_row_become_one_entry_in_the_order_of_the_text() -> None:
    ring = KillRing()
    ring.add("b")
    ring.extend("c", is_before=False)
    ring.extend("a", is_before=True)

    assert ring.current == "abc"


def test_rotating_goes_to_older_kills_and_from_the_oldest_to_the_newest() -> None:
    ring = KillRing()
    for kill in ("a", "b", "c"):
        ring.add(kill)

    assert [ring.current, ring.rotate(), ring.rotate(), ring.rotate()] == ["c", "b", "a", "c"]


def test_a_new_kill_is_the_current_one_whatever_was_rotated_to() -> None:
    ring = KillRing()
    for kill in ("a", "b"):
        ring.add(kill)
    ring.rotate()
    ring.add("c")

    assert ring.current == "c"


def test_nothing_killed_is_nothing_to_insert() -> None:
    ring = KillRing()
    ring.add("")

    assert (ring.current, ring.rotate()) == ("", "")


def test_the_oldest_kills_are_forgotten() -> None:
    ring = KillRing()
    for number in range(MOST_KILLS + 5):
        ring.add(str(number))

    assert {ring.rotate() for _ in range(MOST_KILLS)} == {
        str(number) for number in range(5, MOST_KILLS + 5)
    }
