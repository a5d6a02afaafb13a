"""What rows stand for when they are copied: source, not decoration."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from rich.segment import Segment

from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import TurnStatus
from agent_tui.ui.markdown import warm_up
from agent_tui.ui.markdown.markdown_rows import MarkdownRows
from agent_tui.ui.markdown.palette import Palette, palette_from
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.markdown.wrap import wrapped
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.items.turn_end_item import TurnEndItem
from agent_tui.ui.transcript.layout import Layout
from agent_tui.ui.transcript.selection.copied_text import copied_rows, copied_text
from agent_tui.ui.transcript.selection.place import Place, Span

_PALETTE = palette_from({}, dark=True)


class _Item(Item):
    """Markdown with a source of its own, which says whether it was drawn."""

    def __init__(self, text: str, source: str = "", *, has_gap: bool = True) -> None:
        super().__init__()
        self.has_gap = has_gap
        self.is_drawn = False
        self._text, self._source = text, source

    def estimate_rows(self, width: int) -> int:
        return 1

    def rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        self.is_drawn = True
        return _rows(self._text, width)

    def source(self) -> str:
        return self._source


def _rows(markdown: str, width: int = 40) -> list[SourceRow]:
    warm_up()
    drawing = MarkdownRows(Frame(width, 2), _PALETTE)
    drawing.append(markdown)
    return list(drawing.finish())


def _a_layout(*items: Item) -> Layout:
    layout = Layout(_PALETTE)
    layout.reflow(40)
    layout.extend(items)
    return layout


def test_a_wrapped_paragraph_is_one_line_again() -> None:
    text = "a paragraph of words that does not fit into one row of this narrow screen"

    assert len(_rows(text)) > 1
    assert copied_rows(_rows(text)) == text


def test_a_word_that_was_split_is_whole_again() -> None:
    address = "https://example.org/" + "abcdefgh/" * 12

    assert len(_rows(address)) > 2
    assert copied_rows(_rows(address)) == address


def test_code_has_neither_its_band_nor_our_indentation() -> None:
    code = "def f():\n    return {\n        1: 2\n    }"

    assert copied_rows(_rows(f"```python\n{code}\n```")) == code


def test_a_line_of_code_that_was_wrapped_is_one_line_again() -> None:
    code = "x = [" + ", ".join(str(number) for number in range(60)) + "]"

    assert copied_rows(_rows(f"```python\n{code}\n```")) == code


def test_lists_and_quotes_have_their_marks_back() -> None:
    text = "- one\n- two\n\n> said\n\n1. first\n2. second"

    assert copied_rows(_rows(text)) == text


def test_a_wrapped_quote_has_its_mark_once() -> None:
    said = "a quotation that is so long that it takes more than a single row"

    assert copied_rows(_rows(f"> {said}")) == f"> {said}"


def test_a_table_is_copied_as_the_table_it_was() -> None:
    rows = _rows("| a | b |\n|---|---|\n| 1 | 2 |")

    assert copied_rows(rows).split("\n")[0] == "| a | b |"
    assert copied_rows(rows).split("\n")[-1] == "| 1 | 2 |"
    assert "│" not in copied_rows(rows)


def test_a_row_that_is_decoration_brings_nothing_not_even_a_newline() -> None:
    writer = RowWriter(Frame(30, 2), _PALETTE.text)
    writer.row([Segment("above", _PALETTE.text)])
    writer.row([Segment("─────", _PALETTE.text)], source="")
    writer.row([Segment("below", _PALETTE.text)])

    assert copied_rows(writer.rows) == "above\nbelow"


def test_a_part_of_a_row_that_is_shown_otherwise_is_what_is_shown() -> None:
    (row, *_) = _rows("| one | two |\n|---|---|\n| 1 | 2 |")

    assert copied_rows([row], row.text.index("two")) == "two"


def test_a_row_that_is_cut_at_its_left_has_no_mark() -> None:
    rows = _rows("- apples\n- pears")

    assert copied_rows(rows, 6) == "ples\n- pears"
    assert copied_rows(rows, 4) == "apples\n- pears"
    assert copied_rows(rows, 2) == "- apples\n- pears"


def test_the_end_is_cut_where_the_selection_ends_and_padding_never_comes_along() -> None:
    rows = _rows("first\n\nlast row")

    assert copied_rows(rows, 0, 6) == "first\n\nlast"
    assert copied_rows(rows, 0, 39) == "first\n\nlast row"
    assert copied_rows(rows[:1], 0, 39) == "first"


def test_a_row_touched_in_its_margin_or_behind_its_text_brings_nothing() -> None:
    rows = _rows("- one\n- two\n- three")

    assert copied_rows(rows, 30, 1) == "- two"


@pytest.mark.parametrize("text", ["漢字と仮名", "👩‍💻👍🏽🇩🇪x", "e\u0301a\u0308o", "a漢b👩‍💻c"])
def test_no_character_is_ever_cut_in_half(text: str) -> None:
    (row,) = _rows(text)
    width = row.cell_length
    pieces = {copied_rows([row], first, end) for first in range(width) for end in range(width)}

    assert all(piece in text for piece in pieces)
    assert {piece for piece in pieces if piece.startswith("\u200d")} == set()
    assert {piece for piece in pieces if piece.startswith(("\u0301", "\u0308"))} == set()


def test_wide_characters_count_by_their_cells() -> None:
    (row,) = _rows("漢字ab")

    assert copied_rows([row], 2, 4) == "漢"
    assert copied_rows([row], 3, 4) == "漢"
    assert copied_rows([row], 5, 7) == "字a"


def test_an_item_that_is_covered_is_copied_as_it_was_written() -> None:
    layout = _a_layout(_Item("some **bold** text", "some **bold** text\n", has_gap=False))

    assert copied_text(layout, Span(Place(0, 0, 2), Place(0, 0, 16))) == "some **bold** text"
    assert copied_text(layout, Span(Place(0, 0, 0), Place(0, 0, 39))) == "some **bold** text"


def test_an_item_that_lacks_a_character_is_copied_as_it_is_shown() -> None:
    layout = _a_layout(_Item("some **bold** text", "some **bold** text", has_gap=False))

    assert copied_text(layout, Span(Place(0, 0, 3), Place(0, 0, 39))) == "ome bold text"
    assert copied_text(layout, Span(Place(0, 0, 0), Place(0, 0, 15))) == "some bold tex"


def test_items_stand_a_blank_line_apart_unless_they_touch_on_the_screen() -> None:
    layout = _a_layout(
        _Item("one", has_gap=False), _Item("two", "**two**"), _Item("three", has_gap=False)
    )

    assert copied_text(layout, Span(Place(0, 0, 3), Place(2, 0, 5))) == "ne\n\n**two**\nthr"


def test_gaps_at_the_ends_of_a_selection_bring_nothing() -> None:
    layout = _a_layout(_Item("one"), _Item("two"), _Item("three"))

    assert copied_text(layout, Span(Place(1, 0, 0), Place(2, 0, 9))) == "two"


def test_what_lies_between_is_copied_without_being_drawn() -> None:
    between = [_Item(f"**{number}**", f"**{number}**") for number in range(50)]
    nothing_to_copy = _Item("3 s")
    layout = _a_layout(_Item("first"), *between, nothing_to_copy, _Item("last"))

    copied = copied_text(layout, Span(Place(0, 1, 0), Place(52, 1, 40)))

    numbers = [f"**{number}**" for number in range(50)]
    assert copied == "\n\n".join(["first", *numbers, "last"])
    assert not any(item.is_drawn for item in [*between, nothing_to_copy])


@pytest.mark.parametrize(
    ("status", "is_copied"), [(TurnStatus.OK, False), (TurnStatus.CANCELLED, True)]
)
def test_the_line_under_a_turn_is_copied_with_others_only_if_it_tells_something(
    status: TurnStatus, is_copied: bool
) -> None:
    end = TurnEndItem(TurnResult(session_id="s", turn_id="t", status=status, elapsed_s=3.0))
    layout = _a_layout(_Item("one"), end, _Item("two"))

    copied = copied_text(layout, Span(Place(0, 1, 0), Place(2, 1, 40)))
    alone = copied_text(layout, Span(Place(1, 1, 0), Place(1, 1, 40)))

    assert alone == end.source() != ""
    assert copied == (f"one\n\n{alone}\n\ntwo" if is_copied else "one\n\ntwo")


def test_all_rows_of_plain_text_give_the_text_at_any_width() -> None:
    choose = random.Random(4)
    for _ in range(60):
        words = [
            choose.choice(["a", "word", "longer-word", "漢字", "👩‍💻", "x" * 30]) for _ in range(30)
        ]
        text = "".join(word + choose.choice([" ", " ", "\n", "  "]) for word in words).rstrip()
        writer = RowWriter(Frame(choose.randrange(12, 60), 2), _PALETTE.text)
        for row in wrapped([Segment(text, _PALETTE.text)], writer.width):
            writer.row(row)

        assert copied_rows(writer.rows).split() == text.split()
        assert len(copied_rows(writer.rows).split("\n")) == len(text.split("\n"))
