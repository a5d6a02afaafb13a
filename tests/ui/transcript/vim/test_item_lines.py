"""Rows as lines: joined where they were wrapped, without decoration, and back to cells."""

from __future__ import annotations

import pytest

from agent_tui.ui.transcript.items.answer_item import AnswerItem
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.items.prompt_item import PromptItem
from agent_tui.ui.transcript.items.thinking_item import ThinkingItem
from agent_tui.ui.transcript.vim.item_lines import ItemLines
from tests.ui.transcript.vim.reading import a_layout


def lines_of(item: Item, width: int = 40) -> ItemLines:
    layout = a_layout(item, width=width)
    return ItemLines(layout.rows(0), has_gap=item.has_gap)


def test_wrapped_rows_are_one_line_and_the_gap_is_an_empty_one() -> None:
    lines = lines_of(AnswerItem("one two three four five six\n\nseven"), width=16)

    assert lines.lines == ["", "one two three four five six", "", "seven"]
    assert lines.wraps[1] == (0, 14)
    assert lines.rows_of(1) == (1, 2)


def test_a_split_word_is_whole_again() -> None:
    lines = lines_of(AnswerItem("x" * 30), width=16)

    assert lines.lines[1] == "x" * 30
    assert len(lines.wraps[1]) > 1


def test_decoration_is_no_text() -> None:
    lines = lines_of(AnswerItem("- one\n- two\n\n> said\n\n1. first"))

    assert [line for line in lines.lines if line] == ["one", "two", "said", "first"]


def test_what_is_folded_away_is_no_line() -> None:
    thinking = ThinkingItem("a\nb\nc", is_done=True)
    folded = lines_of(thinking).lines
    thinking.toggle()

    assert [line for line in folded if line] == ["▸ thought · 3 words"]
    assert [line for line in lines_of(thinking).lines if line][1:] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "item",
    [
        AnswerItem("one two three four five six\n\n- an entry that is too long for a row"),
        AnswerItem("漢字かな交じり文 and words, 漢字かな交じり文 and more 👩‍👩‍👧 e\u0301 end"),
        PromptItem("a prompt of several\nlines, and one\n\nthat is long enough to be wrapped"),
    ],
    ids=["latin", "wide", "prompt"],
)
def test_each_character_is_found_in_its_cell_and_each_cell_on_its_character(item: Item) -> None:
    layout = a_layout(item, width=20)
    lines = ItemLines(layout.rows(0), has_gap=item.has_gap)

    for number, line in enumerate(lines.lines[1:], 1):
        last = (-1, -1)
        for column in range(len(line)):
            row, cell = lines.cell_of(number, column)
            shown = layout.rows(0)[row].crop(cell, cell + 2).text
            assert (row, cell) >= last
            last = row, cell
            if line[column] != " " and line[column].isalpha():
                assert shown.startswith(line[column])
                assert lines.at_cell(row, cell) == (number, column)


def test_a_cell_of_decoration_stands_for_the_first_character_and_one_behind_for_the_last() -> None:
    lines = lines_of(AnswerItem("- entry"))

    assert lines.at_cell(1, 0) == (1, 0)
    assert lines.at_cell(1, 39) == (1, 4)


def test_a_place_stays_on_its_character_when_lines_come_above_it() -> None:
    before = lines_of(AnswerItem("one\n\ntwo words"))
    after = lines_of(AnswerItem("zero\n\none\n\ntwo words, and more"))

    assert before.lines[3] == "two words"
    assert after.moved(3, 4, before) == (5, 4)


def test_a_place_whose_character_is_gone_stays_as_near_as_it_can() -> None:
    before = lines_of(AnswerItem("one\n\ntwo words"))
    after = lines_of(AnswerItem("other"))

    assert after.moved(3, 8, before) == (1, 4)
