from __future__ import annotations

from collections.abc import Sequence

import pytest
from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.markdown import warm_up
from agent_tui.ui.markdown.palette import palette_from
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.markdown.wrap import wrapped
from agent_tui.ui.transcript.items.answer_item import AnswerItem
from agent_tui.ui.transcript.layout import PlacedRow
from agent_tui.ui.transcript.search.match_overlay import MatchOverlay
from agent_tui.ui.transcript.search.query import Query
from agent_tui.ui.transcript.search.shown_matches import Piece, ShownMatches, matches_in

PALETTE = palette_from({}, dark=True)


def drawn(text: str, width: int) -> Sequence[SourceRow]:
    """Wrapped behind a margin of two cells."""
    writer = RowWriter(Frame(width, margin=2), Style())
    for row in wrapped([Segment(text)], writer.width):
        writer.row(row)
    return writer.rows


def found(rows: Sequence[SourceRow], sought: str) -> list[list[str]]:
    """What each match looks like on the screen, piece by piece."""
    return [
        [rows[row].crop(start, end).text for row, start, end in match]
        for match in matches_in(rows, Query(sought))
    ]


def test_a_match_is_placed_in_cells_behind_the_margin() -> None:
    assert matches_in(drawn("some words", 40), Query("words")) == [[Piece(0, 7, 12)]]


def test_a_match_that_was_wrapped_goes_on_in_the_next_row() -> None:
    rows = drawn("the quick brown fox jumps", 18)

    assert found(rows, "brown fox") == [["brown", "fox"]]


def test_a_word_that_was_split_is_found_whole() -> None:
    rows = drawn("abcdefghijklmnopqrstuvwxyz", 13)

    assert found(rows, "ijklmnopqrstuv") == [["ij", "klmnopqrst", "uv"]]


def test_wide_characters_take_two_cells() -> None:
    rows = drawn("流れ星を見た", 40)

    assert matches_in(rows, Query("星")) == [[Piece(0, 6, 8)]]


def test_wide_characters_are_found_across_rows() -> None:
    rows = drawn("流れ星を見た夜のこと", 11)

    assert found(rows, "星を見た") == [["星を", "見た"]]


def test_a_match_may_run_through_several_styles() -> None:
    writer = RowWriter(Frame(40, margin=2), Style())
    writer.row([Segment("sty", Style(bold=True)), Segment("led", Style(italic=True))])

    assert found(writer.rows, "styled") == [["styled"]]


def test_decoration_is_not_searched() -> None:
    writer = RowWriter(Frame(40), Style())
    writer.push(Segment("| bar "), lead="> ")
    writer.row([Segment("text")])
    writer.row([Segment("─── bar ───")], source="")

    assert found(writer.rows, "bar") == []
    assert found(writer.rows, "text") == [["text"]]


@pytest.mark.parametrize("width", [20, 33, 80])
def test_an_answer_shows_what_its_markdown_holds_at_every_width(width: int) -> None:
    warm_up()
    answer = AnswerItem("# Title\n\n- some *very* long\n  words wrap\n- **again** some words\n")
    rows = answer.rows(width, PALETTE)

    for sought in ("very long words", "again some words", "title"):
        assert Query(sought).count(answer.source()) == 1
        assert len(matches_in(rows, Query(sought))) == 1


def test_other_rows_of_the_same_item_are_searched_anew() -> None:
    widths = [40]
    cache = {40: drawn("one two three", 40), 12: drawn("one two three", 12)}
    matches = ShownMatches(lambda _: cache[widths[0]])
    matches.seek(Query("three"))
    assert matches.of(0).matches == [[Piece(0, 10, 15)]]

    widths[0] = 12

    assert matches.of(0).matches == [[Piece(1, 2, 7)]]


def painted(sought: str, current: tuple[int, int] | None) -> tuple[MatchOverlay, PlacedRow]:
    rows = drawn("some words and more words", 40)
    matches = ShownMatches(lambda _: rows)
    matches.seek(Query(sought))
    overlay = MatchOverlay(matches, lambda: PALETTE)
    overlay.current = current
    return overlay, PlacedRow(0, 0, rows[0])


def test_matches_are_marked_and_the_current_one_is_marked_more() -> None:
    overlay, row = painted("words", current=(0, 1))

    strip = overlay.paint(row, row.strip)

    assert strip.text == row.strip.text
    assert strip.cell_length == row.strip.cell_length
    marked = [
        (segment.text, segment.style.bold)
        for segment in strip
        if segment.style and segment.style.reverse
    ]
    assert marked == [("words", False), ("words", True)]


def test_rows_without_a_match_stay_the_same_strips() -> None:
    overlay, row = painted("nothing of it", current=None)

    assert overlay.paint(row, row.strip) is row.strip


def test_a_row_that_is_painted_twice_is_the_same_strip() -> None:
    overlay, row = painted("words", current=(0, 0))
    first = overlay.paint(row, row.strip)

    assert overlay.paint(row, row.strip) is first

    overlay.current = (0, 1)
    assert overlay.paint(row, row.strip) is not first
