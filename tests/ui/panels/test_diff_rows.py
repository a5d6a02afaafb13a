from __future__ import annotations

import pytest

from agent_tui.ui.markdown.palette import palette_from
from agent_tui.ui.markdown.wrap import Row, row_cells
from agent_tui.ui.render.diff_rows import LineKind, diff_lines, diff_rows

PALETTE = palette_from({}, dark=True)
DIFF = """--- a/notes.txt
+++ b/notes.txt
@@ -1,4 +1,5 @@ def shop
 one
-two\tand
--- three
+zwei 漢字漢字漢字 und noch mehr
+drei
+vier
 five
@@ -20 +21 @@
-a
+b
\\ No newline at end of file
"""


def texts(rows: list[Row]) -> list[str]:
    return ["".join(run.text for run in row).rstrip() for row in rows]


def test_a_unified_diff_has_numbers_signs_and_gaps() -> None:
    assert texts(diff_rows(DIFF, 60, PALETTE)) == [
        "notes.txt",
        "   ⋯ def shop",
        " 1   one",
        " 2 - two and",
        " 3 - -- three",
        " 2 + zwei 漢字漢字漢字 und noch mehr",
        " 3 + drei",
        " 4 + vier",
        " 5   five",
        "   ⋯",
        "20 - a",
        "21 + b",
        "   · No newline at end of file",
    ]


def test_old_and_new_stand_side_by_side_where_there_is_room() -> None:
    rows = texts(diff_rows(DIFF, 120, PALETTE))

    assert [row.split(" │ ") for row in rows if "│" in row][1:3] == [
        [f"{' 2 - two and':<58}", " 2 + zwei 漢字漢字漢字 und noch mehr"],
        [f"{' 3 - -- three':<58}", " 3 + drei"],
    ]


@pytest.mark.parametrize("width", [8, 20, 33, 60, 79, 120, 200])
@pytest.mark.parametrize("is_side_by_side", [False, True, None])
def test_each_row_is_exactly_as_wide_as_asked(width: int, is_side_by_side: bool | None) -> None:
    rows = diff_rows(DIFF, width, PALETTE, is_side_by_side=is_side_by_side)

    assert {row_cells(row) for row in rows} == {width}


def test_a_long_line_is_wrapped_not_cut() -> None:
    diff = "--- a\n+++ b\n@@ -1 +1 @@\n-" + "x" * 50 + "\n+" + "y" * 50
    seen = "".join(texts(diff_rows(diff, 30, PALETTE)))

    assert (seen.count("x"), seen.count("y")) == (50, 50)


def test_side_by_side_needs_room_for_both() -> None:
    assert "│" not in "".join(texts(diff_rows(DIFF, 40, PALETTE, is_side_by_side=True)))


@pytest.mark.parametrize("most", [1, 2, 5, 12, 13, 14])
@pytest.mark.parametrize("is_side_by_side", [False, True])
def test_a_cut_diff_says_how_many_lines_are_missing(most: int, is_side_by_side: bool) -> None:
    whole = diff_rows(DIFF, 120, PALETTE, is_side_by_side=is_side_by_side)
    rows = diff_rows(DIFF, 120, PALETTE, most=most, is_side_by_side=is_side_by_side)

    if len(whole) <= most:
        assert rows == whole
    else:
        assert len(rows) == most
        assert texts(rows)[-1].startswith("… ")


def test_the_count_of_missing_lines_is_right() -> None:
    assert texts(diff_rows(DIFF, 60, PALETTE, most=5))[-1] == "… 9 more lines"
    assert texts(diff_rows(DIFF, 60, PALETTE, most=12))[-1] == "… 2 more lines"


def test_a_huge_line_is_not_drawn_beyond_what_is_shown() -> None:
    diff = "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+" + "y" * 3_000_000

    assert len(diff_rows(diff, 80, PALETTE, most=50)) == 50


@pytest.mark.parametrize(
    ("heads", "title"),
    [
        ("--- /dev/null\n+++ b/new.txt", "new.txt (new)"),
        ("--- a/old.txt\n+++ /dev/null", "old.txt (deleted)"),
        ("--- a/one.txt\n+++ b/two.txt", "one.txt → two.txt"),
        ("--- one.txt\t2024-01-01\n+++ one.txt\t2024-01-02", "one.txt"),
    ],
)
def test_files_are_named(heads: str, title: str) -> None:
    assert texts(diff_rows(f"{heads}\n@@ -0,0 +1 @@\n+x", 60, PALETTE))[0] == title


def test_colours_come_from_the_palette() -> None:
    rows = diff_rows(DIFF, 60, PALETTE)
    styles = {run.text: run.style for row in rows for run in row}

    assert styles["drei"] == PALETTE.success
    assert styles["-- three"] == PALETTE.error


def test_what_is_no_diff_is_shown_as_it_is() -> None:
    assert texts(diff_rows("Binary files differ", 60, PALETTE)) == ["  · Binary files differ"]
    assert diff_rows("", 60, PALETTE) == []


def test_removed_lines_that_look_like_file_heads_stay_lines() -> None:
    kinds = [line.kind for line in diff_lines("--- a\n+++ b\n@@ -1,2 +1,2 @@\n--- x\n+++ y\n z\n")]

    assert kinds == [
        LineKind.FILE,
        LineKind.HUNK,
        LineKind.REMOVED,
        LineKind.ADDED,
        LineKind.CONTEXT,
    ]
