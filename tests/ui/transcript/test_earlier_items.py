"""A history that comes late and stands above: numbers, places, rows, and how little exists."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import pytest

from agent_tui.protocol.messages import ChatMessage, Role, ToolCallPart, ToolResultPart
from agent_tui.protocol.packed_messages import packed
from agent_tui.ui.markdown import warm_up
from agent_tui.ui.markdown.palette import palette_from
from agent_tui.ui.transcript.anchor import Anchor
from agent_tui.ui.transcript.items.call_result import CallResult
from agent_tui.ui.transcript.items.tool_call_item import ToolCallItem
from agent_tui.ui.transcript.layout import Layout
from agent_tui.ui.transcript.turns import Turns
from tests.ui.transcript.screen import a_history, a_prompt

HEIGHT = 20
RECENT = 20  # messages that are there at once


class Shown:
    """A layout with its anchor and turns, as a transcript has them."""

    def __init__(self, width: int = 60) -> None:
        warm_up()
        self.layout = Layout(palette_from({}, dark=True))
        self.anchor = Anchor(self.layout)
        self.turns = Turns(self.layout)
        self.anchor.reflow(width)

    def rows(self) -> list[str]:
        """What is in view."""
        self.anchor.settle(HEIGHT)
        placed = self.layout.rows_from(*self.anchor.place, HEIGHT)
        return [row.strip.text.rstrip() for row in placed]

    def all_rows(self) -> list[str]:
        return [row.text for number in self.layout.numbers() for row in self.layout.rows(number)]

    def count_all(self) -> None:
        while self.layout.has_uncounted:
            self.anchor.count_earlier()


def in_two_parts(messages: Sequence[ChatMessage], width: int = 60) -> Shown:
    """The end is shown; the rest has come and does not appear yet."""
    shown = Shown(width)
    cut = len(messages) - RECENT
    while messages[cut].role is not Role.USER:
        cut += 1
    shown.turns.load(messages[cut:], has_earlier=True)
    shown.rows()
    shown.layout.put_earlier(packed(messages[:cut]))
    return shown


def at_once(messages: Iterable[ChatMessage], width: int = 60) -> Shown:
    shown = Shown(width)
    shown.turns.load(messages)
    return shown


def checklist(number: int, text: str) -> list[ChatMessage]:
    """A prompt, and a call that sets a checklist."""
    arguments = f'{{"todos": [{{"text": "{text}", "status": "pending"}}]}}'
    call = ToolCallPart(id=f"c{number}", call_id=f"k{number}", name="todo", arguments=arguments)
    result = ToolResultPart(id=f"r{number}", call_id=f"k{number}", text="ok")
    return [
        a_prompt(f"plan {number}", f"p{number}"),
        ChatMessage(id=f"ca{number}", role=Role.ASSISTANT, parts=(call,)),
        ChatMessage(id=f"re{number}", role=Role.TOOL, parts=(result,)),
    ]


def test_a_history_in_two_parts_looks_like_one_that_came_at_once() -> None:
    messages = a_history(300)
    two, one = in_two_parts(messages), at_once(messages)

    two.count_all()

    assert two.all_rows() == one.all_rows()
    assert two.layout.total == one.layout.total
    assert two.layout.numbers() == range(RECENT - len(messages), RECENT)


@pytest.mark.parametrize("seed", range(6))
def test_heights_and_places_agree_with_adding_up_by_hand(seed: int) -> None:
    chance = random.Random(seed)
    shown = in_two_parts(a_history(400))
    layout = shown.layout
    for _ in range(60):
        match chance.randrange(5):
            case 0:
                shown.anchor.count_earlier()
            case 1:
                layout.rows(chance.choice(layout.numbers()))
            case 2:
                layout.reshaped(chance.choice(layout.numbers()))
            case 3:
                shown.anchor.reflow(chance.choice((40, 60, 90)))
            case 4:
                shown.anchor.jump(chance.randrange(layout.total), HEIGHT)

        heights = {number: layout.height(number) for number in range(layout.top, layout.end)}
        start = 0
        for number, height in heights.items():
            assert layout.start(number) == start
            if height:
                assert layout.find(start) == (number, 0)
                assert layout.find(start + height - 1) == (number, height - 1)
            start += height
        assert layout.total == start


@pytest.mark.parametrize("rows_up", [0, 7, 60])
def test_what_comes_above_moves_no_row_in_view(rows_up: int) -> None:
    shown = in_two_parts(a_history(300))
    shown.anchor.move(-rows_up, HEIGHT)

    while shown.layout.has_uncounted:
        before = shown.rows()
        shown.anchor.count_earlier()
        awaited = sum("loading" in row for row in before)  # its place is taken by what has come
        assert shown.rows()[awaited:] == before[awaited:]


def test_at_the_very_top_a_row_says_that_more_is_coming() -> None:
    shown = in_two_parts(a_history(300))

    shown.anchor.jump(0, HEIGHT)

    assert shown.rows()[0] == "  loading earlier messages …"
    assert not shown.layout.is_whole


def test_who_waits_at_the_very_top_sees_the_same_rows_below_when_more_has_come() -> None:
    shown = in_two_parts(a_history(300))
    shown.anchor.jump(0, HEIGHT)
    before = shown.rows()

    shown.anchor.count_earlier()
    after = shown.rows()

    assert after[1:] == before[1:]
    assert shown.anchor.move(-1, HEIGHT) < shown.layout.start(0)


def test_the_first_message_is_the_topmost_row_when_all_has_come() -> None:
    shown = in_two_parts(a_history(300))
    shown.count_all()

    shown.anchor.jump(0, HEIGHT)

    assert shown.rows()[0] == "❯ question 0"
    assert shown.layout.is_whole


def test_of_a_long_history_only_what_was_looked_at_exists() -> None:
    shown = in_two_parts(a_history(2_500))
    shown.count_all()
    for row in range(0, shown.layout.total, 200):
        shown.anchor.jump(row, HEIGHT)

    assert len(shown.layout) == 5_000
    assert len(list(shown.layout.at_hand())) < 3_000


def test_an_item_that_was_changed_stays_changed_though_others_were_looked_at() -> None:
    messages = a_history(1_500)
    messages[3:3] = checklist(0, "write it")
    shown = in_two_parts(messages)
    shown.count_all()
    layout = shown.layout
    number = next(n for n in layout.numbers() if isinstance(layout.item(n), ToolCallItem))
    layout.item(number).toggle()
    layout.reshaped(number)

    for row in range(layout.total, 0, -200):
        shown.anchor.jump(row, HEIGHT)

    item = layout.item(number)
    assert isinstance(item, ToolCallItem)
    assert item.is_open


def test_opening_all_calls_makes_no_item_and_counts_for_those_that_are_made_later() -> None:
    messages = [one for number in range(1_500) for one in checklist(number, f"step {number}")]
    shown = in_two_parts(messages)
    shown.count_all()
    before = set(shown.layout.at_hand())

    shown.turns.calls.toggle()

    assert set(shown.layout.at_hand()) == before
    calls = [shown.layout.item(number) for number in (shown.layout.first + 1, -1, 1)]
    assert all(isinstance(call, ToolCallItem) and call.is_open for call in calls)


def test_only_the_latest_checklist_of_the_whole_session_is_drawn() -> None:
    messages = [*checklist(0, "early"), *a_history(100), *checklist(1, "late"), *a_history(100)]
    two, one = in_two_parts(messages), at_once(messages)

    two.count_all()

    assert two.all_rows() == one.all_rows()
    assert sum("late" in row for row in two.all_rows()) == 1
    assert not any("early" in row for row in two.all_rows())


def test_a_new_checklist_folds_one_of_the_earlier_history() -> None:
    shown = in_two_parts([*checklist(0, "early"), *a_history(100)])
    shown.count_all()
    assert any("early" in row for row in shown.all_rows())

    (call,) = checklist(1, "new")[1].tool_calls
    shown.turns.start_tool_call(call.call_id, call.id, call.name, call.arguments)
    shown.turns.calls.end(call.call_id, CallResult(text="ok"))

    assert not any("early" in row for row in shown.all_rows())
    assert any("new" in row for row in shown.all_rows())


def test_another_session_forgets_the_earlier_history() -> None:
    shown = in_two_parts(a_history(300))
    shown.anchor.count_earlier()

    shown.turns.load(a_history(2))

    assert shown.layout.is_whole
    assert not shown.layout.has_uncounted
    assert shown.layout.numbers() == range(4)
