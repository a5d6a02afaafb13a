from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_tui.protocol.fuzzy_match import FuzzyQuery

LETTERS = st.text("ab/_.", max_size=12)


def ranked(query: str, *texts: str) -> list[str]:
    fuzzy = FuzzyQuery(query)
    ranks = {text: fuzzy.rank(text) for text in texts}
    fitting = {text: rank for text, rank in ranks.items() if rank is not None}
    return sorted(fitting, key=lambda text: (fitting[text], len(text)))


def is_subsequence(query: str, text: str) -> bool:
    rest = iter(text)
    return all(character in rest for character in query)


@given(LETTERS, LETTERS)
def test_a_text_fits_when_it_has_the_letters_in_their_order(query: str, text: str) -> None:
    assert (FuzzyQuery(query).rank(text) is not None) is is_subsequence(query, text)


@given(LETTERS.filter(bool), LETTERS)
def test_the_marked_letters_spell_the_query(query: str, text: str) -> None:
    places = FuzzyQuery(query).positions(text)

    assert list(places) == sorted(set(places))
    if is_subsequence(query, text):
        assert "".join(text[place] for place in places) == query
    else:
        assert places == ()


@given(LETTERS, LETTERS, LETTERS)
def test_what_fits_a_longer_query_fits_its_beginning(start: str, more: str, text: str) -> None:
    if FuzzyQuery(start + more).rank(text) is not None:
        assert FuzzyQuery(start).rank(text) is not None


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("main", ["main", "src/main", "main.py", "src/main.py"]),  # the name itself comes first
        ("main", ["main.py", "src/my_main.py", "domain.py", "main/a.py", "x/main/a.py"]),
        ("src", ["src/", "a/src/", "src/main.py"]),
        ("src/", ["src/", "src/a.py", "src/deep/a.py", "x/src/a.py"]),
        ("srcma", ["src/main.py", "src/xmxa.py"]),
        ("mp", ["map.py", "main_page.py", "moxp"]),
    ],
)
def test_better_fits_come_first(query: str, texts: list[str]) -> None:
    assert ranked(query, *reversed(texts)) == texts


def test_letter_case_of_the_query_does_not_count() -> None:
    assert FuzzyQuery("MAIN").rank("main.py") == FuzzyQuery("main").rank("main.py")
    assert FuzzyQuery("rm").positions("ReadMe") == (0, 4)


def test_a_long_text_without_the_letters_costs_no_more_than_one_look() -> None:
    assert FuzzyQuery("a" * 50 + "b").rank("a" * 5000) is None
