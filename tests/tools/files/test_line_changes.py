from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_tui.tools.files.patches.parse_patch import parse_patch
from agent_tui.tools.files.patches.place_hunks import patched
from agent_tui.tools.files.text.changed_runs import changed_runs
from agent_tui.tools.files.text.line_changes import LineChanges, unified_diff

texts = st.lists(st.sampled_from(["", "a", "b", "-- a", "++ b", " c"]), max_size=30).map("\n".join)


def diff_of(before: str, after: str) -> str:
    return unified_diff(LineChanges(before, after), old_name="x", new_name="x")


def numbers(start: int, end: int) -> str:
    return "".join(f"{number}\n" for number in range(start, end))


def test_a_diff_has_headers_hunks_and_three_lines_around() -> None:
    before = numbers(1, 31)
    after = before.replace("10\n", "ten\n").replace("25\n", "")

    assert diff_of(before, after) == (
        "--- a/x\n+++ b/x\n"
        "@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n"
        "@@ -22,7 +22,6 @@\n 22\n 23\n 24\n-25\n 26\n 27\n 28\n"
    )


def test_changes_with_six_lines_between_stand_in_one_hunk() -> None:
    before = numbers(1, 31)
    near = before.replace("10\n", "x\n").replace("17\n", "y\n")
    far = before.replace("10\n", "x\n").replace("18\n", "y\n")

    assert diff_of(before, near).count("@@ -") == 1
    assert diff_of(before, far).count("@@ -") == 2


@pytest.mark.parametrize(
    ("before", "after", "hunk"),
    [
        ("", "a\n", "@@ -0,0 +1,1 @@\n+a\n"),
        ("a\n", "", "@@ -1,1 +0,0 @@\n-a\n"),
        ("a", "b\n", "@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+b\n"),
        ("a\r\nb\r\n", "a\nc\n", "@@ -1,2 +1,2 @@\n a\n-b\n+c\n"),
    ],
)
def test_the_ends_of_a_file_are_shown_exactly(before: str, after: str, hunk: str) -> None:
    assert diff_of(before, after) == "--- a/x\n+++ b/x\n" + hunk


@given(texts, texts)
def test_a_diff_applied_as_a_patch_gives_the_new_text(before: str, after: str) -> None:
    diff = diff_of(before, after)
    if not diff:
        assert before == after
        return

    (file,) = parse_patch(diff)

    assert patched(before, file.hunks, newline="\n", name="x") == after


@given(st.lists(st.integers(0, 3), max_size=30), st.lists(st.integers(0, 3), max_size=30))
def test_runs_cover_both_texts(one: list[int], other: list[int]) -> None:
    old, new = [str(item) for item in one], [str(item) for item in other]

    runs = changed_runs(old, new)

    assert [line for run in runs for line in old[run.old_start : run.old_end]] == old
    assert [line for run in runs for line in new[run.new_start : run.new_end]] == new
    assert all(
        old[run.old_start : run.old_end] == new[run.new_start : run.new_end]
        for run in runs
        if run.is_equal
    )


def test_a_long_diff_is_cut_and_says_by_how_much() -> None:
    diff = diff_of("", numbers(0, 1000))

    assert len(diff.splitlines()) == 2 + 400 + 1
    assert diff.endswith("… 601 more lines\n")


def test_two_far_changes_in_a_long_file_are_found_quickly() -> None:
    before = numbers(0, 300_000)
    after = before.replace("\n10\n", "\nten\n").replace("\n299990\n", "\nmany\n")
    started = time.process_time()

    diff = diff_of(before, after)

    assert diff.count("@@ -") == 2
    assert time.process_time() - started < 3


def test_a_long_file_that_changes_altogether_is_compared_quickly() -> None:
    started = time.process_time()

    changes = LineChanges(numbers(0, 100_000), "\n".join(["x", "y", ""] * 10_000))

    assert (changes.added, changes.removed) == (29_999, 100_000)
    assert time.process_time() - started < 3


def test_the_snippet_shows_the_changed_places_as_they_are_now() -> None:
    before = numbers(1, 31)
    changes = LineChanges(before, before.replace("\n10\n", "\nten\n").replace("30\n", ""))

    assert changes.counts == "+1 -2"
    assert changes.snippet(40).splitlines() == [
        "     7\t7", "     8\t8", "     9\t9", "    10\tten", "    11\t11", "    12\t12",
        "    13\t13", "   ...", "    27\t27", "    28\t28", "    29\t29",
    ]  # fmt: skip
    assert changes.snippet(2).splitlines() == ["     7\t7", "     8\t8", "   ..."]


def test_a_renamed_file_and_a_file_outside_have_headers_of_their_own() -> None:
    same, changed = LineChanges("a\n", "a\n"), LineChanges("", "a\n")

    assert unified_diff(same, old_name="x", new_name="y") == (
        "diff --git a/x b/y\nrename from x\nrename to y\n"
    )
    assert unified_diff(changed, old_name="", new_name="/etc/x").startswith(
        "--- /dev/null\n+++ /etc/x\n@@"
    )
    assert unified_diff(same, old_name="x", new_name="x") == ""
