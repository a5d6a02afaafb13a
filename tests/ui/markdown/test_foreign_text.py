"""No control character of a model or a tool reaches the terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent_tui.ui.foreign_text import ForeignTextStream, harmless


def test_clean_text_is_returned_as_it_is() -> None:
    text = "tabs\tand\nnewlines, ümläuts, 日本語, 👩‍👩‍👧"

    assert harmless(text) is text


def test_control_characters_become_visible() -> None:
    assert harmless("\x1b[31m\x00\x07\x7f\x9b2J") == "␛[31m␀␇␡\\x9b2J"


def test_characters_that_hide_or_reorder_text_become_visible() -> None:
    assert harmless("a\u202eb\u2066c\u200ed\ufeff") == "a‹U+202E›b‹U+2066›c‹U+200E›d‹U+FEFF›"


def test_every_kind_of_line_end_is_a_newline() -> None:
    assert harmless("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


def test_what_cannot_be_encoded_is_replaced() -> None:
    assert harmless("a\ud800b").encode() == "a\ufffdb".encode()


@given(st.lists(st.text(alphabet="a\r\n\x1b\u202e", max_size=4)))
def test_any_split_of_a_text_gives_the_same_harmless_text(deltas: list[str]) -> None:
    stream = ForeignTextStream()

    assert "".join(map(stream.feed, deltas)) == harmless("".join(deltas))
