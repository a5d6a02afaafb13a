"""Every part of CommonMark and of GitHub's additions, by example."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown.parser import parse
from tests.ui.markdown.drawn import chunks, copied, drawn_rows, lines
from tests.ui.markdown.examples import Example, examples

_DRAWN_AS_A_SIGN = re.compile(r"(?<=[-.] )\[[ xX]\](?= )|<br/?>")  # a box, a break
_EXAMPLES = examples()
# One test for each chapter: a thousand tests cost more than the examples do.
_CHAPTERS = sorted({example.chapter for example in _EXAMPLES})
_each = pytest.mark.parametrize("chapter", _CHAPTERS)


def _in(chapter: str) -> list[Example]:
    return [example for example in _EXAMPLES if example.chapter == chapter]


def _without_blank_end(rows: list[str]) -> list[str]:
    while rows and not rows[-1]:
        rows = rows[:-1]
    return rows


def test_there_are_many_examples_with_different_names() -> None:
    assert len({example.name for example in _EXAMPLES}) == len(_EXAMPLES) > 300


@_each
def test_an_example_is_drawn_as_written_down(chapter: str) -> None:
    for example in _in(chapter):
        drawn = _without_blank_end(lines(example.text))
        assert drawn == _without_blank_end(example.rows), example.name


@_each
def test_an_example_in_any_deltas_ends_in_the_same_rows(chapter: str) -> None:
    for example in _in(chapter):
        whole = drawn_rows([example.text])

        for seed, most in ((1, 1), (2, 3), (3, 9)):
            assert drawn_rows(chunks(example.text, seed, most)) == whole, example.name


@_each
def test_no_character_of_an_example_is_lost_at_any_width(chapter: str) -> None:
    for example in _in(chapter):
        wanted = _visible(example.text)

        for width in (20, 33, 80, 200):
            assert not wanted - Counter("".join(lines(example.text, width))), example.name


@_each
def test_what_is_copied_does_not_depend_on_the_width(chapter: str) -> None:
    for example in _in(chapter):
        copy = copied([example.text], 200)

        for width in (1, 5, 14, 27):
            assert copied([example.text], width) == copy, example.name


def _visible(text: str) -> Counter[str]:
    """The characters that a reader must see, as the parser tells them."""
    found: Counter[str] = Counter()
    for token in parse(_DRAWN_AS_A_SIGN.sub("", harmless(text))):
        for part in token.children or [token]:
            found.update(harmless(part.content) if part.type != "image" else "")
    return Counter({mark: count for mark, count in found.items() if not mark.isspace()})
