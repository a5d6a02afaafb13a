"""Cells, words and lines: what a click or a step of the caret means."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from agent_tui.ui.markdown.palette import palette_from
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.markdown.wrap import wrapped
from agent_tui.ui.transcript.selection.marked_cells import marked_cells
from agent_tui.ui.transcript.selection.row_cells import RowCells
from agent_tui.ui.transcript.selection.source_line import SourceLine

_PALETTE = palette_from({}, dark=True)
_FAMILY = "👨‍👩‍👧"


def _rows(text: str, width: int = 40) -> list[SourceRow]:
    writer = RowWriter(Frame(width, 2), _PALETTE.text)
    for row in wrapped([Segment(text, _PALETTE.text)], writer.width):
        writer.row(row)
    return writer.rows


def _word(rows: list[SourceRow], row: int, cell: int) -> str:
    """What a double click selects."""
    found = SourceLine(rows, row).word_at(row, cell)
    assert found is not None
    (first_row, first), (last_row, last) = found
    if first_row == last_row:
        return RowCells(rows[first_row]).slice(first, last + 1)
    middle = [RowCells(each).slice(2, 999).rstrip() for each in rows[first_row + 1 : last_row]]
    start = RowCells(rows[first_row]).slice(first, 999).rstrip()
    return "".join([start, *middle, RowCells(rows[last_row]).slice(2, last + 1)])


@pytest.mark.parametrize(
    ("text", "at", "word"),
    [
        ("see src/app/main.py:12, please", "app", "src/app/main.py:12"),
        ("(https://example.org/a?b=c&d=1#e).", "b=c", "https://example.org/a?b=c&d=1#e"),
        ("mail me@example.org.", "example", "me@example.org"),
        ("call snake_case(it)", "case", "snake_case"),
        ("use --dry-run now", "dry", "--dry-run"),
        ("it doesn't 'work'", "sn", "doesn't"),
        ("it doesn't 'work'", "work", "work"),
        ("a, b", ",", ","),
        ("~/notes.txt is there", "notes", "~/notes.txt"),
        ("C:\\temp\\x.txt is there", "temp", "C:\\temp\\x.txt"),
        ("漢字 kana", "字", "漢字"),
        ("cafe\u0301 au lait", "f", "cafe\u0301"),
        ("two  blanks", " b", "  "),
    ],
)
def test_a_double_click_takes_a_word_a_path_or_an_address_as_a_whole(
    text: str, at: str, word: str
) -> None:
    rows = _rows(text)
    cells = RowCells(rows[0])

    assert _word(rows, 0, cells.cell(rows[0].text.index(at))) == word


def test_a_word_that_was_split_over_rows_is_one_word() -> None:
    address = "https://example.org/" + "abcdefgh/" * 10
    rows = _rows(f"see {address} there")

    assert len(rows) > 3
    assert _word(rows, 2, 5) == address


def test_there_is_no_word_beside_the_text() -> None:
    line = SourceLine(_rows("word"), 0)

    assert line.word_at(0, 1) is None
    assert line.word_at(0, 6) is None


def test_a_line_is_all_the_rows_it_was_wrapped_into() -> None:
    rows = _rows("first\n" + "many words " * 10 + "\nlast")

    assert SourceLine(rows, 2).ends()[0] == (1, 0)
    assert SourceLine(rows, 2).ends()[1][0] == len(rows) - 2
    assert SourceLine(rows, 0).ends() == ((0, 0), (0, 6))


def test_a_long_run_of_dots_is_a_word_at_once() -> None:
    rows = _rows("." * 200_000)

    assert SourceLine(rows, 10).word_at(10, 5) is not None


def test_the_cells_of_a_character_are_known_from_any_of_them() -> None:
    cells = RowCells(Strip([Segment(f"a{_FAMILY}漢e\u0301")]))

    assert [cells.extent(cell) for cell in range(7)] == [
        *[(0, 1), (1, 3), (1, 3), (3, 5), (3, 5), (5, 6)],
        (6, 7),
    ]
    assert cells.slice(2, 3) == _FAMILY
    assert cells.slice(5, 6) == "e\u0301"


def test_marking_keeps_the_text_the_width_and_what_the_style_meant() -> None:
    style = Style(bold=True, meta={"link": "x"})
    strip = Strip([Segment("ab漢", style), Segment(f"{_FAMILY}cd")])
    for first in range(9):
        for end in range(first, 10):
            marked = marked_cells(strip, first, end, Style(reverse=True))
            reversed_text = "".join(s.text for s in marked if s.style and s.style.reverse)

            assert marked.text == strip.text
            assert sum(segment.cell_length for segment in marked) == strip.cell_length
            assert reversed_text == RowCells(strip).slice(first, end)
    kept = next(iter(marked_cells(strip, 0, 9, Style(reverse=True)))).style
    assert kept is not None
    assert kept.bold
    assert kept.meta == {"link": "x"}
