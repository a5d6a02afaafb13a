"""vim over items: motions, yanks of source, selections and marks beyond the window."""

from __future__ import annotations

import pytest

from agent_tui.ui.transcript.items.answer_item import AnswerItem
from agent_tui.ui.transcript.items.prompt_item import PromptItem
from agent_tui.ui.transcript.vim.text_window import TextPlace
from tests.ui.transcript.vim.reading import (
    CountedItem,
    a_layout,
    a_reader,
    char_at,
    growing,
    press,
    reader_of,
    unnamed,
)

MARKDOWN = (
    "Some **bold** words, so long (inside *this*) that they wrap.\n\n- one\n- two `code`\n\nlast"
)


@pytest.mark.parametrize(
    ("keys", "source"),
    [
        ("yi(", "inside this"),
        ("yiw", "Some"),
        ("yf,", "Some bold words,"),
        ("y$", "Some bold words, so long (inside this) that they wrap."),
        ("vjjy", "Some bold words, so long (inside this) that they wrap.\n\n- o"),
        ("2jyy", "- one\n"),
        ("2jy2j", "- one\n- two code\n\n"),
        ("2jwyw", "two "),
        ("Vy", "Some bold words, so long (inside this) that they wrap.\n"),
        ("VGy", MARKDOWN + "\n"),
        ("2j<C-v>jly", "on\ntw"),
        ("gjy0", "Some bold words, so long (inside"),
    ],
)
def test_a_yank_brings_the_source_and_only_a_block_what_is_shown(keys: str, source: str) -> None:
    reader = a_reader(AnswerItem(MARKDOWN))
    press(reader, keys)

    assert unnamed(reader) == source


def test_a_yank_of_whole_items_brings_their_markdown() -> None:
    reader = a_reader(PromptItem("a prompt"), AnswerItem(MARKDOWN))
    press(reader, "VGy")

    assert reader.yanked == (f"a prompt\n\n{MARKDOWN}", "")


def test_named_registers_are_filled_and_appended_to() -> None:
    reader = a_reader(AnswerItem("one two"))
    press(reader, '"ayiww"Ayiw')

    content = reader.engine.registers.get("a")
    assert content is not None
    assert content.text == "onetwo"
    assert reader.yanked == ("two", "A")


def test_terminal_sequences_of_a_source_do_not_reach_a_register() -> None:
    reader = a_reader(PromptItem("red \x1b[31mword"))
    press(reader, "yy")

    assert "\x1b" not in unnamed(reader)


@pytest.mark.parametrize("keys", ["x", "dd", "p", "Rx<Esc>", "cwx<Esc>", "J", "~", ">>", "vd", "u"])
def test_nothing_changes_the_transcript(keys: str) -> None:
    reader = a_reader(AnswerItem("one two\n\nthree"))
    before = [reader.window.line(row) for row in range(reader.window.line_count)]
    press(reader, "yl")
    message = press(reader, keys)

    assert [reader.window.line(row) for row in range(reader.window.line_count)] == before
    assert keys == "u" or message.startswith("E21")


def test_moving_down_a_long_session_draws_and_keeps_little() -> None:
    items = [CountedItem(f"answer {number}") for number in range(3_000)]
    reader = a_reader(*items)
    press(reader, "j" * 60)

    assert reader.place is not None
    assert reader.place.item == 30
    assert sum(item.is_drawn for item in items) < 120


def test_the_wanted_column_survives_lines_that_come_in_above() -> None:
    texts = ["a long line of words"] + ["x", "another long line of words"] * 150
    reader = a_reader(*map(AnswerItem, texts), at=TextPlace(300, 1, 9))
    press(reader, "k" * 260)

    assert reader.place == TextPlace(170, 1, 9)
    press(reader, "kkkk")
    assert reader.place == TextPlace(168, 1, 9)


def test_a_selection_to_the_end_of_a_long_session_brings_everything_and_draws_little() -> None:
    items = [CountedItem(f"answer {number}") for number in range(3_000)]
    reader = a_reader(*items)
    press(reader, "V")
    reader.stand_at(TextPlace(2_999, 1, 0))
    press(reader, "y")

    assert unnamed(reader).startswith("answer 0\n\nanswer 1\n")
    assert unnamed(reader).endswith("answer 2999\n")
    assert reader.place == TextPlace(0, 1, 0)
    assert sum(item.is_drawn for item in items) < 300


def test_the_ends_of_a_selection_change_places_over_any_distance() -> None:
    reader = a_reader(*(AnswerItem(f"answer {number}") for number in range(3_000)))
    press(reader, "wv")
    reader.stand_at(TextPlace(2_000, 1, 3))

    assert reader.swap_ends()
    assert (reader.place, reader.anchor) == (TextPlace(0, 1, 7), TextPlace(2_000, 1, 3))
    assert reader.swap_ends()
    assert (reader.place, reader.anchor) == (TextPlace(2_000, 1, 3), TextPlace(0, 1, 7))


def test_a_mark_is_kept_while_the_window_is_elsewhere() -> None:
    reader = a_reader(*(AnswerItem(f"answer {number}") for number in range(3_000)))
    press(reader, "wma")
    reader.stand_at(TextPlace(2_000, 1, 0))

    assert reader.mark("a") == TextPlace(0, 1, 7)
    reader.stand_at(TextPlace(1, 1, 0))
    press(reader, "`a")
    assert reader.place == TextPlace(0, 1, 7)


def test_the_cursor_stays_on_its_character_when_an_item_above_grows() -> None:
    above, here = growing("one"), AnswerItem("some words here")
    layout = a_layout(above, here)
    reader = reader_of(layout, TextPlace(1, 1, 5))
    above.append("\n\ntwo\n\nthree")
    layout.changed(0)

    assert reader.refresh()
    assert reader.place == TextPlace(1, 1, 5)
    assert char_at(reader) == "w"


def test_the_cursor_stays_on_its_character_in_another_width() -> None:
    layout = a_layout(AnswerItem("some words here that are wrapped in a narrow window"))
    reader = reader_of(layout, TextPlace(0, 1, 5))
    press(reader, "4w")
    before = reader.caret
    layout.reflow(16)
    reader.refresh()

    assert char_at(reader) == "w"
    assert reader.caret != before


def test_a_selection_grows_on_while_text_arrives_below() -> None:
    answer = growing("one two")
    layout = a_layout(AnswerItem("above"), answer)
    reader = reader_of(layout)
    press(reader, "v")
    answer.append(" three")
    layout.changed(1)
    reader.refresh()
    press(reader, "2j$y")

    assert unnamed(reader).rstrip("\n") == "above\n\none two three"


def test_a_command_half_typed_goes_on_when_text_arrives_below_and_ends_when_its_line_moves() -> (
    None
):
    above, here, below = growing("one"), AnswerItem("some words"), growing("x")
    layout = a_layout(above, here, below)
    reader = reader_of(layout, TextPlace(1, 1, 0))
    press(reader, "y")
    below.append(" y")
    layout.changed(2)
    reader.refresh()
    assert reader.engine.pending == "y"

    above.append("\n\ntwo")
    layout.changed(0)
    reader.refresh()
    assert reader.engine.pending == ""


def test_wide_characters_take_one_step() -> None:
    reader = a_reader(AnswerItem("漢字 e\u0301x"))
    press(reader, "l")
    assert reader.caret is not None
    assert (char_at(reader), reader.caret.cell) == ("字", 4)
    press(reader, "ll")
    assert char_at(reader) == "e"
    press(reader, "l")
    assert char_at(reader) == "x"


def test_when_all_items_go_a_selection_and_its_marks_go_with_them() -> None:
    layout = a_layout(AnswerItem("one"), AnswerItem("two"))
    reader = reader_of(layout)
    press(reader, "mav")
    layout.clear()
    reader.forget()

    assert (reader.place, reader.anchor) == (None, None)
    assert press(reader, "jw`a") == "E20: Mark not set"
