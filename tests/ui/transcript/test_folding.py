"""Opening and folding all thinking, in a history of which only a part exists."""

from __future__ import annotations

from agent_tui.protocol.messages import ChatMessage, Role, ThinkingPart
from agent_tui.protocol.packed_messages import packed
from agent_tui.ui.markdown.palette import palette_from
from agent_tui.ui.transcript.folding import ThinkingFolds
from agent_tui.ui.transcript.items.thinking_item import ThinkingItem
from agent_tui.ui.transcript.layout import Layout

PALETTE = palette_from({}, dark=True)


def a_thought(number: int) -> ChatMessage:
    part = ThinkingPart(id=f"t{number}", text=f"thought {number}\nand more")
    return ChatMessage(id=f"a{number}", role=Role.ASSISTANT, parts=(part,))


def test_earlier_thinking_is_made_as_all_thinking_is_shown() -> None:
    layout = Layout(PALETTE)
    folds = ThinkingFolds(layout)
    layout.reflow(60)
    layout.put_earlier(packed([a_thought(number) for number in range(3_000)]))
    folds.toggle()
    while layout.has_uncounted:
        layout.count_earlier()
    opened = [len(layout.rows(number)) for number in (layout.first, -1)]
    folds.toggle()

    assert min(opened) >= 3
    assert {len(layout.rows(number)) - layout.item(number).has_gap for number in (-1, -2)} == {1}


def test_an_item_of_its_own_fold_keeps_it_until_all_are_changed() -> None:
    layout = Layout(PALETTE)
    folds = ThinkingFolds(layout)
    layout.reflow(60)
    items = [ThinkingItem("one\ntwo", is_done=True) for _ in range(2)]
    layout.extend(items)
    folds.toggle()
    items[0].toggle()
    layout.append(ThinkingItem("three", is_done=True))
    folds.item_changed(2)

    assert [item.is_open for item in items] == [False, True]
    folds.toggle()
    assert [item.is_open for item in items] == [False, False]
