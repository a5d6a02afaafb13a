from __future__ import annotations

import pytest

from agent_tui.ui.widgets.paste_chips import (
    PasteChips,
    is_chip_worthy,
    is_too_large_to_edit,
)


def test_labels_are_numbered_and_say_how_many_lines_they_stand_for() -> None:
    chips = PasteChips()

    assert chips.add("one line") == "[Pasted text #1 +1 line]"
    assert chips.add("a\nb\nc") == "[Pasted text #2 +3 lines]"


def test_labels_are_replaced_by_what_was_pasted() -> None:
    chips = PasteChips()
    first, second = chips.add("\\1 {x}"), chips.add("B\nB")

    assert chips.expanded(f"{second} and {first}, {first}") == "B\nB and \\1 {x}, \\1 {x}"


def test_a_label_that_nobody_pasted_is_plain_text() -> None:
    assert PasteChips().expanded("[Pasted text #7 +2 lines]") == "[Pasted text #7 +2 lines]"


def test_a_label_is_found_beside_the_cursor_and_around_it() -> None:
    chips = PasteChips()
    first, second = chips.add("a\nb"), chips.add("c")
    line = f"x{first}{second}y"
    middle, end = 1 + len(first), 1 + len(first) + len(second)

    assert chips.span_beside(line, 1) == (1, middle)
    assert chips.span_beside(line, middle) == (middle, end)
    assert chips.span_beside(line, end) == (middle, end)
    assert chips.span_beside(line, 0) is None
    assert chips.span_around(line, 2) == (1, middle)
    assert chips.span_around(line, 1) is None


def test_a_draft_is_kept_expanded_with_the_places_of_its_pastes() -> None:
    chips = PasteChips()
    shown = f"a {chips.add('one')}{chips.add('three')} z"

    text, pastes = chips.detached(shown)

    assert text == "a onethree z"
    assert [text[start:stop] for start, stop in pastes] == ["one", "three"]
    restored = PasteChips()
    again = restored.attached(text, pastes)
    assert again == shown
    assert restored.expanded(again) == text


def test_places_that_cannot_be_are_left_out() -> None:
    pastes = ((4, 2), (0, 3), (2, 5), (6, 99))

    assert PasteChips().attached("abcdefgh", pastes) == "[Pasted text #1 +1 line]defgh"


def test_what_comes_back_from_the_editor_has_labels_for_unchanged_pastes() -> None:
    chips = PasteChips()
    one, two, three = chips.add("ONE"), chips.add("TWO"), chips.add("THREE")

    back = chips.collapsed("new ONE, TWO!?, THREE.", f"{one} {two} {three}")
    changed = chips.collapsed("THREE then O-N-E", f"{one} {three}")

    assert back == f"new {one}, {two}!?, {three}."
    assert changed == f"{three} then O-N-E"


def test_a_paste_that_was_opened_is_found_again_where_the_cursor_is() -> None:
    chips = PasteChips()
    label = chips.add("LOG")
    assert chips.opened_span("a LOG b", 3) is None
    chips.opened(label)

    assert chips.opened_span("a LOG b", 5) == ((2, 5), label)
    assert chips.opened_span("a LOG b", 2) == ((2, 5), label)
    assert chips.opened_span("a LOG b", 0) is None
    assert chips.opened_span("a L0G b", 3) is None


@pytest.mark.parametrize(
    ("text", "is_chip"),
    [("x" * 4000, False), ("x" * 4001, True), ("x\n" * 49, False), ("x\n" * 50, True)],
)
def test_more_than_4000_characters_or_50_lines_become_a_chip(text: str, is_chip: bool) -> None:
    assert is_chip_worthy(text) is is_chip


def test_long_lines_and_huge_texts_are_not_put_back_into_the_editor() -> None:
    assert is_too_large_to_edit("x" * 4001)
    assert is_too_large_to_edit("x\n" * 30_000)
    assert not is_too_large_to_edit("some line\n" * 300)


def test_a_long_line_says_how_long_it_is_and_still_stands_for_itself() -> None:
    chips = PasteChips()

    label = chips.add("x" * 1_000_000)

    assert label == "[Pasted text #1 +1 line, 1.0 MB]"
    assert chips.expanded(f"a {label}") == "a " + "x" * 1_000_000
    assert list(chips.spans(f"a {label}")) == [(2, 2 + len(label))]
