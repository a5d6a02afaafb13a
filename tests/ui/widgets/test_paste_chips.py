from __future__ import annotations

import pytest

from agent_tui.ui.widgets.paste_chips import (
    PasteChips,
    clean_paste,
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


def test_a_label_is_found_beside_the_cursor_only() -> None:
    chips = PasteChips()
    label = chips.add("a\nb")
    line = f"x{label}y"

    assert chips.label_before(line, 1 + len(label)) == label
    assert chips.label_before(line, len(label)) == ""
    assert chips.label_after(line, 1) == label
    assert chips.label_after(line, 0) == ""


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


@pytest.mark.parametrize(
    ("pasted", "cleaned"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("a\x00b\x7fc\x9bd", "abcd"),
        ("tab\tstays, é 漢 👍 too", "tab\tstays, é 漢 👍 too"),
    ],
)
def test_a_paste_brings_text_and_nothing_that_moves_the_cursor(pasted: str, cleaned: str) -> None:
    assert clean_paste(pasted) == cleaned
