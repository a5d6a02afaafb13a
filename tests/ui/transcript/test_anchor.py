"""Which items are drawn, and what stands at the top of the view."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.ui.markdown.palette import Palette, palette_from
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.transcript.anchor import Anchor
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.layout import Layout


class CountingItem(Item):
    """Has `height` rows, is thought to have `guess`, and knows how often it was drawn."""

    def __init__(self, height: int, guess: int = 1) -> None:
        super().__init__()
        self.has_gap = False
        self.height = height
        self.guess = guess
        self.drawn = 0

    def estimate_rows(self, width: int) -> int:
        return self.guess

    def rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        self.drawn += 1
        return [SourceRow([], width) for _ in range(self.height)]


def _anchored(items: Sequence[CountingItem]) -> tuple[Layout, Anchor]:
    layout = Layout(palette_from({}, dark=True))
    anchor = Anchor(layout)
    anchor.reflow(80)
    layout.extend(items)
    return layout, anchor


def test_only_what_is_in_view_is_drawn_of_a_long_session() -> None:
    items = [CountingItem(3) for _ in range(10_000)]
    _, anchor = _anchored(items)

    anchor.settle(24)

    assert sum(item.drawn for item in items) == 8


def test_what_was_drawn_is_not_drawn_again() -> None:
    items = [CountingItem(3) for _ in range(100)]
    layout, anchor = _anchored(items)
    anchor.settle(24)
    anchor.move(-5, 24)
    anchor.move(5, 24)
    layout.rows_from(*anchor.place, 24)

    assert max(item.drawn for item in items) == 1


def test_moving_up_is_exact_though_the_items_passed_were_guessed_wrongly() -> None:
    _, anchor = _anchored([CountingItem(10, guess=2) for _ in range(50)])
    anchor.settle(20)

    anchor.move(-25, 20)

    assert anchor.place == (45, 5)


def test_an_item_that_turns_out_higher_above_the_view_moves_no_row_in_it() -> None:
    items = [CountingItem(10) for _ in range(50)]
    layout, anchor = _anchored(items)
    anchor.settle(20)
    anchor.move(-100, 20)
    place = anchor.place
    items[3].height = 70
    layout.changed(3)
    layout.rows(3)

    top = anchor.settle(20)

    assert anchor.place == place
    assert top == layout.start(place[0]) + place[1]


def test_a_jump_beyond_the_start_or_the_end_stays_inside() -> None:
    layout, anchor = _anchored([CountingItem(3, guess=3) for _ in range(50)])

    assert anchor.jump(-9, 20) == 0
    assert anchor.jump(999, 20) == layout.total - 20
    assert anchor.follows


def test_less_than_a_view_is_always_followed() -> None:
    _, anchor = _anchored([CountingItem(3)])

    assert anchor.move(-5, 20) == 0
    assert anchor.follows


def test_an_item_without_rows_takes_no_place() -> None:
    layout, anchor = _anchored([CountingItem(2), CountingItem(0, guess=0), CountingItem(30)])

    anchor.settle(10)
    anchor.move(-100, 10)

    assert anchor.place == (0, 0)
    assert len(layout.rows_from(0, 0, 10)) == 10


def test_another_width_keeps_the_same_part_of_the_item_at_the_top() -> None:
    items = [CountingItem(10) for _ in range(50)]
    _, anchor = _anchored(items)
    anchor.settle(20)
    anchor.move(-104, 20)
    for item in items:
        item.height = 30
    before = anchor.place

    anchor.reflow(27)
    anchor.settle(20)

    assert before == (37, 6)
    assert anchor.place == (37, 18)


def test_nothing_to_show_is_no_special_case() -> None:
    layout, anchor = _anchored([])

    assert anchor.settle(20) == 0
    assert anchor.move(-3, 20) == 0
    assert layout.rows_from(*anchor.place, 20) == []
