"""On a text area that is on no screen: what it does to its text needs none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.document._document import Selection
from textual.message import Message
from textual.widgets import TextArea

from agent_tui.ui.widgets.chip_text_area import ChipTextArea

LOG = "\n".join(f"line {number}" for number in range(200))
LABEL = "[Pasted text #1 +200 lines]"
END = 1 + len(LABEL)


class Area(ChipTextArea, TextArea):
    """Writes down what it says."""

    def __init__(self, text: str = "") -> None:
        self.said: list[Message] = []
        super().__init__(soft_wrap=True)
        self.load_text(text)
        self.move_cursor(self.document.end)

    def post_message(self, message: Message) -> bool:
        self.said.append(message)
        return True

    @property
    def column(self) -> int:
        return self.cursor_location[1]


def with_chip(before: str = "a", after: str = "b") -> Area:
    """The cursor stands behind the chip."""
    area = Area(before)
    area.paste(LOG)
    area.insert(after, maintain_selection_offset=False)
    area.move_cursor((0, len(before) + len(LABEL)))
    return area


def test_the_cursor_steps_over_a_chip_as_over_one_letter() -> None:
    area = with_chip()

    area.action_cursor_left()
    assert area.column == 1
    area.action_cursor_right()
    assert area.column == END
    area.action_cursor_word_left()
    assert area.column == 1
    area.action_cursor_word_right()
    assert area.column >= END


def test_whatever_moves_the_cursor_never_leaves_it_inside_a_chip() -> None:
    area = with_chip()

    area.move_cursor((0, 3))
    assert area.column == 1
    area.move_cursor((0, END - 2))
    assert area.column == END


@pytest.mark.parametrize(
    ("selected", "whole"),
    [
        (Selection((0, 0), (0, 5)), Selection((0, 0), (0, END))),
        (Selection((0, END + 1), (0, 5)), Selection((0, END + 1), (0, 1))),
        (Selection((0, 1), (0, 2)), Selection((0, 1), (0, END))),
        (Selection((0, 0), (0, 1)), Selection((0, 0), (0, 1))),
    ],
)
def test_a_selection_takes_a_whole_chip_or_nothing_of_it(
    selected: Selection, whole: Selection
) -> None:
    area = with_chip()
    area.selection = selected

    assert area.selection == whole


@pytest.mark.parametrize(
    ("delete", "left"),
    [
        (Area.action_delete_left, "ab"),
        (Area.action_delete_word_left, "ab"),
        (Area.action_delete_to_start_of_line, "b"),
    ],
)
def test_keys_that_delete_leftwards_take_whole_chips_and_undo_is_one_step(
    delete: Callable[[Area], None], left: str
) -> None:
    area = with_chip()
    before = area.text

    delete(area)

    assert area.text == left
    area.undo()
    assert area.text == before


def test_keys_that_delete_rightwards_take_whole_chips() -> None:
    area = with_chip(after=" b")
    area.move_cursor((0, 1))
    area.action_delete_word_right()
    assert area.text == "a b"

    area.undo()
    area.action_delete_right()
    assert area.text == "a b"

    area.undo()
    area.action_delete_to_end_of_line()
    assert area.text == "a"


def test_letters_deleted_before_a_chip_are_undone_apart_from_it() -> None:
    area = with_chip(after="bc")
    area.move_cursor(area.document.end)
    for _ in range(3):
        area.action_delete_left()
    assert area.text == "a"

    area.undo()

    assert area.text == f"a{LABEL}"


def test_a_program_that_edits_a_part_of_a_chip_takes_all_of_it() -> None:
    area = with_chip()
    area.delete((0, 4), (0, 5))
    assert area.text == "ab"

    area.undo()
    area.insert("x", (0, 4))
    assert area.text == f"a{LABEL}xb"


def test_one_chip_can_become_another_by_the_smallest_edit() -> None:
    area = with_chip()
    area.chips.add(LOG)
    at = 1 + LABEL.index("1")

    area.replace("2", (0, at), (0, at + 1))

    assert area.text == f"a{LABEL.replace('#1', '#2')}b"


def test_a_chip_opens_in_its_place_and_closes_again() -> None:
    area = with_chip()

    assert area.toggle_chip()
    assert area.text == f"a{LOG}b"
    assert area.cursor_location == (199, len("line 199"))

    area.move_cursor((100, 2))
    assert area.toggle_chip()
    assert area.text == f"a{LABEL}b"
    assert area.column == END

    area.undo()
    assert area.text == f"a{LOG}b"


def test_the_chip_under_the_cursor_comes_before_the_one_left_of_it() -> None:
    area = Area()
    area.paste(LOG)
    area.paste("\n".join("x" * 60))
    area.move_cursor((0, len(LABEL)))

    area.toggle_chip()

    assert area.text.startswith(f"{LABEL}x\nx")


def test_text_that_was_changed_since_it_was_opened_stays_text() -> None:
    area = with_chip()
    area.toggle_chip()
    area.insert("!", (100, 2))
    area.move_cursor((100, 2))

    assert not area.toggle_chip()
    assert area.chips.expanded(area.text).count("!") == 1


def test_where_no_chip_is_nothing_opens() -> None:
    area = with_chip()
    area.move_cursor((0, 0))

    assert not area.toggle_chip()
    assert not Area("text").toggle_chip()


def test_a_paste_too_large_to_be_edited_stays_a_chip_and_says_why() -> None:
    area = Area()
    area.paste("x" * 1_000_000)

    assert area.toggle_chip()

    assert area.text == "[Pasted text #1 +1 line, 1.0 MB]"
    assert [each.text for each in area.said if isinstance(each, ChipTextArea.Hinted)] == [
        "too large to be opened here"
    ]


def test_what_is_selected_is_what_was_meant() -> None:
    area = with_chip()
    area.select_all()

    assert area.selected_text == f"a{LOG}b"
