"""Any chunking of the same text ends in the same rows: text, styles, and what they stand for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.ui.markdown.documents import DOCUMENTS
from tests.ui.markdown.drawn import chunks, coloured, drawn_rows, lines
from tests.ui.markdown.sample_text import sample_text


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS, st.integers(0, 999), st.sampled_from([1, 5, 40]), st.sampled_from([18, 60]))
def test_any_chunking_of_any_text_ends_in_the_same_rows(
    text: str, seed: int, most: int, width: int
) -> None:
    assert drawn_rows(chunks(text, seed, most), width) == drawn_rows([text], width)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_long_answer_in_random_deltas_ends_in_the_rows_of_the_whole(seed: int) -> None:
    text = sample_text(seed, 25_000)

    assert drawn_rows(chunks(text, seed, 900), 70) == drawn_rows([text], 70)


@pytest.mark.parametrize(
    "block",
    [
        "one word after the other in a paragraph that never ends ",
        "a line\n",
        "- an item\n",
        "- an item\n\n  with more\n",
        "> a quoted line\n",
        "| a | b |\n|---|---|\n" + "| cell | another one |\n" * 4,
        "日本語",
        "aB3d9",
    ],
)
def test_a_block_longer_than_the_window_is_cut_at_places_that_deltas_do_not_move(
    block: str,
) -> None:
    text = block * (9_000 // len(block))

    assert drawn_rows(chunks(text, 5, 700), 50) == drawn_rows([text], 50)


@pytest.mark.parametrize("size", [900, 30_000])
def test_open_code_ends_in_the_same_rows_closed_or_not(size: int) -> None:
    body = "value = call(1, 'text')  # why\n" * (size // 31)
    for text in (f"```python\n{body}```\n", f"```python\n{body}", f"```python\n{body}```"):
        assert drawn_rows(chunks(text, 7, 900), 50) == drawn_rows([text], 50)


@settings(max_examples=80, deadline=None)
@given(DOCUMENTS, st.sampled_from([12, 40]))
def test_every_row_fills_its_width_and_holds_no_control_character(text: str, width: int) -> None:
    for row in coloured([text], width):
        drawn = "".join(piece for piece, _ in row)
        assert sum(cell_len(piece) for piece, _ in row) == width + 1
        assert all(character >= " " and character not in "\x7f\u202e" for character in drawn)


def test_every_word_of_the_text_is_shown_once() -> None:
    words = [f"w{number}" for number in range(4_000)]

    assert " ".join(lines(" ".join(words), 60)).split() == words
