"""What each kind of block looks like as rows."""

from __future__ import annotations

import pytest

from tests.ui.markdown.drawn import lines


def test_blocks_stand_apart_by_one_blank_row() -> None:
    assert lines("## One\nTwo\n***\nThree\n\n\n\nFour") == [
        *("One", "", "Two", "", "─" * 40, "", "Three", "", "Four")
    ]


def test_a_heading_of_the_first_level_has_a_line_of_its_width_below() -> None:
    assert lines("# one two three\ntext", 10) == ["one two", "three", "───────", "", "text"]


def test_a_paragraph_wraps_greedily_and_soft_breaks_are_blanks() -> None:
    assert lines("one two three\nfour five six", 14) == ["one two three", "four five six"]
    assert lines("one two\nthree four", 20) == ["one two three four"]


def test_hard_breaks_start_a_new_row() -> None:
    assert lines("one  \ntwo\\\nthree<br>four") == ["one", "two", "three", "four"]


def test_a_word_longer_than_the_row_is_split_and_the_text_goes_on_behind_it() -> None:
    assert lines("abcdefghijklmno end", 8) == ["abcdefgh", "ijklmno", "end"]


def test_list_items_hang_under_their_bullets_and_nest() -> None:
    source = "- one two three four five\n  - inner\n    - innermost\n- last"

    assert lines(source, 16) == [
        "• one two three",
        "  four five",
        "  ◦ inner",
        "    ▪ innermost",
        "• last",
    ]


def test_ordered_lists_start_where_the_text_says_and_count_from_there() -> None:
    assert lines("7. seven\n7. eight\n7. nine") == ["7. seven", "8. eight", "9. nine"]


def test_a_long_ordered_list_counts_on_behind_every_cut() -> None:
    drawn = lines("1. an item of the list\n" * 400)

    assert drawn == [f"{number}. an item of the list" for number in range(1, 401)]


def test_a_blank_line_between_items_is_kept_and_none_is_invented() -> None:
    assert lines("- a\n- b\n\n- c") == ["• a", "• b", "", "• c"]


def test_a_list_item_holds_paragraphs_and_code() -> None:
    assert lines("1. one\n\n   two\n\n   ```\n   code\n   ```\n2. three") == [
        *("1. one", "", "   two", "", "     code", "2. three")
    ]


def test_tasks_have_boxes_instead_of_bullets() -> None:
    assert lines("- [ ] open\n- [x] done\n1. [X] counted") == [
        *("☐ open", "☑ done", "", "1. ☑ counted")
    ]


def test_quotes_have_a_bar_on_every_row_and_nest() -> None:
    assert lines("> one two three\n>\n> > inner\n>\n> - item", 12) == [
        *("▎ one two", "▎ three", "▎", "▎ ▎ inner", "▎", "▎ • item")
    ]


def test_code_keeps_its_lines_and_indentation_and_expands_tabs() -> None:
    assert lines("```\nif x:\n\treturn 1\n\n  y\n```") == ["  if x:", "      return 1", "", "    y"]


def test_a_long_line_of_code_goes_on_in_the_next_row() -> None:
    assert lines("```\nabcdefghijklmnop\n```", 13) == ["  abcdefghij", "  klmnop"]


def test_an_indented_fence_loses_as_much_indentation_as_it_has() -> None:
    assert lines("  ```\n    a\n  b\n c\n  ```\nend") == ["    a", "  b", "  c", "", "end"]


def test_a_fence_that_was_never_closed_is_code_to_the_end() -> None:
    assert lines("```py\nx = 1\n\n# no heading") == ["  x = 1", "", "  # no heading"]


def test_indented_code_is_code() -> None:
    assert lines("text\n\n    code\n") == ["text", "", "  code"]


def test_html_is_shown_as_the_text_it_is() -> None:
    assert lines("<div>\nmy <b>text</b>\n</div>\n\na <i>b</i>") == [
        *("<div>", "my <b>text</b>", "</div>", "", "a <i>b</i>")
    ]


def test_wide_characters_count_two_cells_and_may_break_anywhere() -> None:
    assert lines("日本語日本語", 8) == ["日本語日", "本語"]
    assert lines("日本語。日本", 7) == ["日本", "語。日", "本"]


def test_a_grapheme_of_several_code_points_is_never_split() -> None:
    assert lines("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 4) == ["👩‍👩‍👧👩‍👩‍👧", "👩‍👩‍👧"]


def test_deep_nesting_on_a_narrow_screen_stops_indenting_before_text_vanishes() -> None:
    source = "".join("  " * depth + f"- level{depth}\n" for depth in range(9))

    drawn = lines(source, 16)

    assert all(f"level{depth}" in "".join(drawn) for depth in range(9))


def test_a_long_single_line_goes_on_in_the_same_row_where_it_was_cut() -> None:
    assert set(lines("word " * 4_000, 79)) == {" ".join(["word"] * 16)}
    assert set(lines("- " + "word " * 4_000, 79)[1:]) <= {
        f"  {' '.join(['word'] * count)}" for count in range(1, 16)
    }


def test_a_link_definition_stays_visible_as_text() -> None:
    assert lines("[1]: https://example.com") == ["[1]: https://example.com"]


def test_control_characters_that_entities_stand_for_are_made_visible_too() -> None:
    assert lines("a&#8238;b&#12;c") == ["a‹U+202E›b␌c"]


def test_unclosed_html_at_the_very_end_of_a_nested_block_is_drawn_too() -> None:
    assert lines("> - <!--\n> ") == ["▎ • <!--"]  # markdown-it-py 4.3 alone raises an IndexError


@pytest.mark.parametrize("marker", ["[", "*a ", "![a](", "a_", "<", "\\", "&"])
def test_markers_without_end_are_text_and_none_is_lost(marker: str) -> None:
    text = marker * 400

    assert "".join(lines(text)).replace(" ", "") == text.replace("\\" * 2, "\\").replace(" ", "")
