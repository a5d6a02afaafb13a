from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from rich.style import Style

from agent_tui.ui.markdown.palette import palette_from
from agent_tui.ui.markdown.wrap import Row, row_cells
from agent_tui.ui.render.code_language import code_language
from agent_tui.ui.render.diff_lines import LineKind, diff_lines
from agent_tui.ui.render.diff_row import DiffRow
from agent_tui.ui.render.diff_rows import diff_rows
from agent_tui.ui.render.diff_words import changed_words

PALETTE = palette_from({}, dark=True)
ANSI = palette_from(
    {
        "background": "ansi_default",
        "foreground": "ansi_default",
        "success": "ansi_green",
        "error": "ansi_red",
        "primary": "ansi_blue",
    },
    dark=True,
)
CODE = """--- a/a.py
+++ b/a.py
@@ -1,3 +1,4 @@
 def total(items):
-    return sum(price for item in items)
+    return sum(cost for item in items)
+entirely = other(words)
 done = True
"""
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


def texts(rows: Sequence[Row]) -> list[str]:
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


def styles_of(rows: Sequence[Row]) -> dict[str, Style]:
    return {run.text: run.style or Style.null() for row in rows for run in row}


def test_changed_lines_stand_on_bands_of_colour() -> None:
    rows = diff_rows(DIFF, 60, PALETTE)
    styles = styles_of(rows)

    assert styles["drei"] == PALETTE.diff_added
    assert styles["-- three"] == PALETTE.diff_removed
    assert styles["+ "].color == PALETTE.success.color
    band = {run.style.bgcolor for run in rows[5] if run.style}  # number, sign, text and blanks
    assert band == {PALETTE.diff_added.bgcolor}
    assert PALETTE.diff_added.bgcolor != PALETTE.text.bgcolor


def test_in_terminal_colours_the_text_itself_is_coloured() -> None:
    code = CODE.replace("a.py", "b.py")
    styles = styles_of(diff_rows(DIFF, 60, ANSI)) | styles_of(diff_rows(code, 60, ANSI))

    assert styles["drei"] == ANSI.success
    assert styles["-- three"] == ANSI.error
    assert styles["price"].underline
    assert styles["price"].bold
    assert styles["    return sum("].color == ANSI.success.color
    assert styles["def"].color == ANSI.code_keyword.color  # context keeps its language's


def test_changed_words_are_marked_in_lines_that_are_alike() -> None:
    styles = styles_of(diff_rows(CODE, 60, PALETTE))

    assert styles["price"].bgcolor == PALETTE.diff_removed_word.bgcolor
    assert styles["cost"].bgcolor == PALETTE.diff_added_word.bgcolor
    assert styles["cost"].bold  # what is left of it without colours
    assert styles["entirely = other(words)"].bgcolor == PALETTE.diff_added.bgcolor


def test_words_are_marked_in_the_line_that_took_the_place() -> None:
    lines = diff_lines("@@ -1,2 +1,3 @@\n-one(a)\n-two(b)\n+zzz\n+one(a, c)\n+two(b, c)")
    words = changed_words(lines)

    assert words.partners == {1: 4, 2: 5}
    assert words.spans == {1: (), 2: (), 4: ((5, 8),), 5: ((5, 8),)}


def test_lines_that_are_alike_stand_beside_each_other() -> None:
    diff = "@@ -1,2 +1,3 @@\n-one(a)\n-two(b)\n+zzz\n+one(a, c)\n+two(b, c)\n"
    rows = [row.split("│") for row in texts(diff_rows(diff, 120, PALETTE))]

    assert [[side.strip() for side in row] for row in rows] == [
        ["", "1 + zzz"],
        ["1 - one(a)", "2 + one(a, c)"],
        ["2 - two(b)", "3 + two(b, c)"],
    ]


def test_code_has_the_colours_of_its_language() -> None:
    styles = styles_of(diff_rows(CODE, 60, PALETTE))
    named = styles_of(diff_rows(CODE.split("\n", 2)[2], 60, PALETTE, name="src/a.py"))

    assert styles["def"].color == named["def"].color == PALETTE.code_keyword.color
    assert styles["def"].bgcolor == PALETTE.text.bgcolor
    assert styles["return"].color == PALETTE.code_keyword.color
    assert styles["return"].bgcolor in (PALETTE.diff_added.bgcolor, PALETTE.diff_removed.bgcolor)


def test_a_text_over_several_lines_stays_one() -> None:
    diff = '--- a/a.py\n+++ b/a.py\n@@ -1,3 +1,3 @@\n x = """\n-def a\n+def b\n """\n'
    styles = styles_of(diff_rows(diff, 60, PALETTE))

    assert styles["def "].color == PALETTE.code_string.color


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("src/a.py", "python"),
        ("A.TS", "typescript"),
        ("Makefile", "make"),
        ("a.txt", ""),
        ("a", ""),
    ],
)
def test_the_name_tells_the_language(name: str, language: str) -> None:
    assert code_language(name) == language


def test_enormous_code_keeps_plain_colours() -> None:
    lines = "".join("+return 1\n" for _ in range(3_000))
    rows = diff_rows(f"--- a/a.py\n+++ b/a.py\n@@ -0,0 +1,3000 @@\n{lines}", 60, PALETTE)

    assert "return" not in styles_of(rows)
    assert "return 1" in styles_of(rows)


def test_a_diff_is_copied_as_a_diff() -> None:
    rows = diff_rows(DIFF, 60, PALETTE)

    assert copied(rows) == DIFF.rstrip("\n")


@pytest.mark.parametrize("width", [20, 33, 60, 150])
@pytest.mark.parametrize("is_side_by_side", [False, True])
def test_any_diff_shows_and_copies_every_character(width: int, is_side_by_side: bool) -> None:
    pick = random.Random(width)
    pieces = ["a", "def ", "return", "(", "x = 1", " ", "\t", "漢字", "é", '"', "#", "…", "\u200b"]
    for _ in range(60):
        lines = []
        for _ in range(pick.randrange(1, 8)):
            text = "".join(pick.choice(pieces) for _ in range(pick.randrange(9)))
            lines.append(pick.choice("+- ") + text)
        old = sum(line[0] != "+" for line in lines)
        new = sum(line[0] != "-" for line in lines)
        diff = "\n".join(["--- a/a.py", "+++ b/a.py", f"@@ -1,{old} +1,{new} @@ f", *lines])
        rows = diff_rows(diff, width, PALETTE, is_side_by_side=is_side_by_side)

        assert {row_cells(row) for row in rows} == {width}
        assert sorted(copied(rows).split("\n")) == sorted(diff.split("\n"))
        shown = "".join(run.text for row in rows for run in row)
        assert not {"\u200b", "\t"} & set(shown)


def copied(rows: Sequence[DiffRow]) -> str:
    """What selecting all of these rows brings."""
    text = ""
    for row in rows:
        if row.source is None:
            shown = "".join(run.text for run in row)
            own = shown[row.lead_cells :].rstrip()
        elif row.source:
            own = row.source
        else:
            continue
        text += f"{row.glue}{row.lead}{own}"
    return text.removeprefix("\n")


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
