"""What the rows stand for in the source: clean text to copy, whatever the width."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ui.markdown.documents import DOCUMENTS
from tests.ui.markdown.drawn import chunks, copied
from tests.ui.markdown.sample_text import sample_text


@pytest.mark.parametrize(
    "source",
    [
        "# A heading that wraps\n\nA paragraph that wraps as well.",
        "- one item that wraps\n  - inner item that wraps\n\n    second paragraph\n- last",
        "1. one item that wraps\n   - inner\n2. two\n\n   more of it",
        "- [x] done, and it wraps too\n- [ ] open\n  - inner\n1. [ ] counted",
        "> a quote that wraps too\n>\n> > inner\n>\n> - item that wraps\n>   - another",
        "| name | n |\n| :-- | --: |\n| some words that wrap | 1 |\n| a\\|b<br>c | 2 |",
        "> | a | b |\n> | --- | :-: |\n> | some words that wrap | 1 |",
        "---",
        "<div>\n  some <b>html</b> that wraps\n</div>",
        "[a]: https://example.com/path 'and a title'\n[b]: <x y>",
    ],
)
@pytest.mark.parametrize("width", [8, 12, 40])
def test_a_copy_is_the_text_as_one_would_write_it(source: str, width: int) -> None:
    expected = source.replace("\n1. [ ]", "\n\n1. [ ]")  # another list stands apart

    assert copied([source], width) == expected


def test_a_word_or_a_wide_text_that_was_split_is_whole_again() -> None:
    assert copied(["abcdefghijklmno 日本語日本語。日本"], 6) == "abcdefghijklmno 日本語日本語。日本"


def test_lines_are_joined_where_they_may_wrap_and_kept_where_they_must_break() -> None:
    assert copied(["one\ntwo  \nthree"], 5) == "one two\nthree"


def test_code_is_copied_as_it_was_written() -> None:
    code = "if x:\n\treturn 'a long line of code'\t# why\n\n    blanks behind   \n日本語日本語"

    for width in (7, 12, 80):
        assert copied([f"```py\n{code}\n```"], width) == code


def test_code_in_containers_keeps_their_marks_on_each_of_its_lines() -> None:
    source = "> ```\n> a long line of code\n> \ttab\n> ```\n"

    assert copied([source], 12) == "> a long line of code\n> \ttab"
    assert copied(["- x\n\n  ```\n  a\n  b\n  ```"]) == "- x\n\n  a\n  b"


@pytest.mark.parametrize("seed", [1, 2])
def test_a_long_answer_is_copied_alike_at_every_width(seed: int) -> None:
    text = sample_text(seed, 12_000)
    copy = copied([text], 100)

    assert len(copy) > 10_000
    for width in (9, 20, 47, 150):
        assert copied(chunks(text, seed, 500), width) == copy


@pytest.mark.parametrize(
    ("opening", "words", "times"),
    [
        ("", "some words ", 1_500),
        ("", "some words\n", 1_500),
        ("", "abcd", 4_000),
        ("> ", "some words ", 1_500),
        ("> x\n", "> some words\n", 1_500),
        ("- ", "some words ", 1_500),
        ("- x\n", "  some words\n", 1_500),
        ("```\n", "some words ", 1_500),
        ("- ```\n  ", "some words;", 1_500),
    ],
)
def test_where_a_long_block_was_cut_nothing_is_to_be_seen_in_the_copy(
    opening: str, words: str, times: int
) -> None:
    copy = copied([opening + words * times], 37)

    assert "\n" not in copy
    joined = copy.replace(" ", "")
    assert joined.count(words.strip("> \n").replace(" ", "")) == times


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS, st.sampled_from([3, 11, 18, 37]))
def test_any_text_is_copied_alike_at_every_width(text: str, width: int) -> None:
    assert copied([text], width) == copied([text], 150)
