"""Any chunking of the same text ends in the same rows, text and colours."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.ui.markdown.drawn import coloured, lines
from tests.ui.markdown.sample_text import sample_text

_ATOMS = [
    *(
        "word ",
        "longer words, ",
        "**bold** ",
        "*it",
        "`code` ",
        "~~",
        "[a](http://b.c) ",
        "\\",
        "_",
    ),
    *("\n", "\n", "\n\n", "  \n", "\r\n", "\r", "\t", "    ", "  "),
    *("- ", "  - ", "1. ", "10) ", "- [x] ", "> ", "> > ", "# ", "---\n", "===\n", "* * *\n"),
    *("```\n", "```py\n", "~~~\n", "x = 'a'  # c\n", '"""', "<div>\n", "<!--", "-->", "&amp;"),
    *("| a | b |\n", "|---|--:|\n", "| x | y z |\n", "日本語", "👩‍👩‍👧", "é", "\x1b[31m", "\u202e"),
]
_DOCUMENTS = st.lists(st.sampled_from(_ATOMS), max_size=60).map("".join)


def _chunks(text: str, seed: int, most: int) -> list[str]:
    dice = random.Random(seed)
    chunks, at = [], 0
    while at < len(text):
        size = dice.randint(1, most)
        chunks.append(text[at : at + size])
        at += size
    return chunks


@settings(max_examples=150, deadline=None)
@given(_DOCUMENTS, st.integers(0, 999), st.sampled_from([1, 5, 40]), st.sampled_from([18, 60]))
def test_any_chunking_of_any_text_ends_in_the_same_rows(
    text: str, seed: int, most: int, width: int
) -> None:
    assert coloured(_chunks(text, seed, most), width) == coloured([text], width)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_long_answer_in_random_deltas_ends_in_the_rows_of_the_whole(seed: int) -> None:
    text = sample_text(seed, 25_000)

    assert coloured(_chunks(text, seed, 900), 70) == coloured([text], 70)


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

    assert coloured(_chunks(text, 5, 700), 50) == coloured([text], 50)


@pytest.mark.parametrize("size", [900, 30_000])
def test_open_code_ends_in_the_same_rows_closed_or_not(size: int) -> None:
    body = "value = call(1, 'text')  # why\n" * (size // 31)
    for text in (f"```python\n{body}```\n", f"```python\n{body}", f"```python\n{body}```"):
        assert coloured(_chunks(text, 7, 900), 50) == coloured([text], 50)


@settings(max_examples=80, deadline=None)
@given(_DOCUMENTS, st.sampled_from([12, 40]))
def test_every_row_fills_its_width_and_holds_no_control_character(text: str, width: int) -> None:
    for row in coloured([text], width):
        drawn = "".join(piece for piece, _ in row)
        assert sum(cell_len(piece) for piece, _ in row) == width + 1
        assert all(character >= " " and character not in "\x7f\u202e" for character in drawn)


def test_every_word_of_the_text_is_shown_once() -> None:
    words = [f"w{number}" for number in range(4_000)]

    assert " ".join(lines(" ".join(words), 60)).split() == words
