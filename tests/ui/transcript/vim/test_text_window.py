"""The window: it draws little, grows at both ends, and knows its lines when they change."""

from __future__ import annotations

from agent_tui.ui.transcript.items.answer_item import AnswerItem
from agent_tui.ui.transcript.vim.text_window import TextPlace, TextWindow
from tests.ui.transcript.screen import a_history
from tests.ui.transcript.test_earlier_items import in_two_parts
from tests.ui.transcript.vim.reading import CountedItem, a_layout, growing


def many(count: int) -> list[CountedItem]:
    return [CountedItem(f"answer {number}") for number in range(count)]


def test_a_window_over_nothing_has_one_empty_line() -> None:
    window = TextWindow(a_layout())

    assert (window.line_count, window.line(0), window.wraps(0)) == (1, "", (0,))


def test_it_draws_only_as_much_as_it_holds() -> None:
    items = many(1_000)
    window = TextWindow(a_layout(*items))
    window.stand_at(500)
    window.grow(1, 10, 10)

    assert sum(item.is_drawn for item in items) < 20
    assert window.lines.first < 500 < window.lines.end


def test_it_grows_at_both_ends_up_to_the_edges_and_keeps_places() -> None:
    window = TextWindow(a_layout(*many(30)))
    window.stand_at(15)
    before = window.lines
    place = before.place((1, 3))
    window.grow(1, 1_000, 1_000)

    position = window.lines.position(place)
    assert (window.lines.first, window.lines.end) == (0, 30)
    assert position is not None
    assert window.line(position[0]) == "answer 15"
    assert window.lines.place(position) == place


def test_what_is_far_from_a_row_is_let_go() -> None:
    window = TextWindow(a_layout(*many(100)))
    window.stand_at(50)
    window.grow(1, 1_000, 1_000)
    row = (window.lines.position(TextPlace(50, 1, 0)) or (0, 0))[0]
    window.trim(row, 10)

    assert 43 < window.lines.first <= 46
    assert 54 <= window.lines.end < 58
    assert window.lines.position(TextPlace(10, 0, 0)) is None


def test_an_earlier_history_that_comes_in_above_is_reached_and_moves_nothing() -> None:
    shown = in_two_parts(a_history(300))
    window = TextWindow(shown.layout)
    first = shown.layout.first
    window.stand_at(first)
    window.grow(1, 50, 50)
    assert (window.lines.first, window.line(1)) == (first, window.lines.items[0].lines[1])
    place, text = window.lines.place((1, 0)), window.line(1)

    shown.count_all()
    window.refresh()
    window.grow(1, 50, 0)

    position = window.lines.position(place)
    assert window.lines.first < first
    assert position is not None
    assert position[0] >= 50
    assert window.line(position[0]) == text


def test_only_what_looks_different_is_read_again() -> None:
    answer = growing("one")
    layout = a_layout(AnswerItem("above"), answer, AnswerItem("below"))
    window = TextWindow(layout)
    window.stand_at(0)
    window.grow(0, 10, 10)
    assert not window.refresh()
    kept = window.lines.items[2]

    answer.append(" and more")
    layout.changed(1)

    assert window.refresh()
    assert window.line(3) == "one and more"
    assert window.lines.items[2] is kept


def test_an_item_without_rows_has_no_lines() -> None:
    window = TextWindow(a_layout(AnswerItem(""), AnswerItem("text")))
    window.stand_at(0)
    window.grow(0, 10, 10)

    assert [window.line(row) for row in range(window.line_count)] == ["", "text"]
    assert window.lines.place((1, 0)) == TextPlace(1, 1, 0)
