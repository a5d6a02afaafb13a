"""Tables fitted to the width."""

from __future__ import annotations

from tests.ui.markdown.drawn import lines

_TABLE = "| name | n | text |\n|:--|--:|:-:|\n| apple | 12 | red |\n| fig | 3 | a b |\n"


def test_a_table_that_fits_has_aligned_columns_and_one_rule() -> None:
    assert lines(_TABLE) == [
        "name  │  n │ text",
        "──────┼────┼─────",
        "apple │ 12 │ red",
        "fig   │  3 │ a b",
    ]


def test_wide_cells_wrap_and_then_rules_tell_the_rows_apart() -> None:
    source = "| a | b |\n|---|---|\n| one two three | four five six |\n| 1 | 2 |\n"

    assert lines(source, 19) == [
        "a        │ b",
        "─────────┼─────────",
        "one two  │ four",
        "three    │ five six",
        "┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄",
        "1        │ 2",
    ]


def test_where_columns_would_split_words_each_row_becomes_a_record() -> None:
    source = "| name | description |\n|---|---|\n| apple | a red fruit |\n| fig | sweet |\n"

    assert lines(source, 14) == [
        "name: apple",
        "description:",
        "  a red fruit",
        "",
        "name: fig",
        "description:",
        "  sweet",
    ]


def test_records_leave_empty_cells_out_and_a_lone_header_stands_alone() -> None:
    header = "| name | description |\n|---|---|\n"

    assert lines(f"{header}| apple | |\n", 14) == ["name: apple"]
    assert lines(header, 14) == ["name:", "description:"]


def test_rows_with_too_few_or_too_many_cells_are_shown_as_far_as_they_go() -> None:
    assert lines("| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n") == [
        *("a │ b", "──┼──", "1 │", "1 │ 2")
    ]


def test_a_line_break_in_a_cell_breaks_the_cell_only() -> None:
    assert lines("| a | b |\n|---|---|\n| x<br>y | z |\n") == ["a │ b", "──┼──", "x │ z", "y │"]


def test_a_table_of_any_length_keeps_the_columns_of_its_beginning() -> None:
    drawn = lines("| k | value |\n|---|---|\n" + "| a | some words |\n" * 600)

    assert len(drawn) == 602
    assert set(drawn[2:]) == {"a │ some words"}
