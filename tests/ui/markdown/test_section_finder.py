"""Where a long answer may be cut into items of its own."""

from __future__ import annotations

from agent_tui.ui.markdown.section_finder import SectionFinder, sections
from tests.ui.markdown.drawn import lines
from tests.ui.markdown.sample_text import sample_text

_LONG = "words of a paragraph\n" * 700


def test_a_short_text_is_one_section() -> None:
    assert list(sections("one\n\ntwo\n\nthree")) == ["one\n\ntwo\n\nthree"]


def test_sections_start_at_a_paragraph_or_heading_behind_a_blank_line() -> None:
    parts = [f"{_LONG}\n", f"Next\n{_LONG}\n", "## Last\n"]

    assert list(sections("".join(parts))) == parts


def test_code_is_never_cut() -> None:
    text = f"```\n{_LONG}\n\nNot a place\n```\n\nA place"

    assert list(sections(text)) == [text.removesuffix("A place"), "A place"]


def test_what_belongs_to_a_list_is_never_cut() -> None:
    text = f"- item\n{_LONG}\n\n  of the item\n\n- next"

    assert list(sections(text)) == [text]


def test_deltas_give_the_same_sections_as_the_whole() -> None:
    text = sample_text(4, 60_000)
    found, finder, start = [], SectionFinder(), 0
    for at in range(len(text)):
        if finder.find(text[at]) is not None:
            found.append(text[start:at])
            start, finder = at, SectionFinder()
            finder.find(text[at])

    assert [*found, text[start:]] == list(sections(text))


def test_sections_drawn_one_by_one_are_the_rows_of_the_whole() -> None:
    text = sample_text(9, 60_000)

    apart = [["", *lines(section)] for section in sections(text)]

    assert len(apart) > 3
    assert [row for rows in apart for row in rows][1:] == lines(text)
