"""Selecting with the mouse, and what clicks do."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.packed_messages import packed
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.transcript.items.call_result import CallResult
from agent_tui.ui.transcript.selection.drag import Drag
from agent_tui.ui.transcript.selection.place import Place
from agent_tui.ui.transcript.selection.selection import Selection
from tests.ui.transcript.screen import a_prompt, an_answer
from tests.ui.transcript.selecting import Selecting, lines, selecting
from tests.ui.transcript.test_cursor import thinking

_TALK = [a_prompt("a question", "u1"), an_answer("some **bold** words", "a1")]


async def test_a_drag_across_items_copies_their_text_to_the_primary_selection_alone() -> None:
    async with selecting(*_TALK) as screen:
        await screen.drag((4, 0), (10, 1), (10, 2))

        assert screen.primary() == "question\n\nsome bold"
        assert [each.to_primary_only for each in screen.app.wanted] == [True]


async def test_it_does_not_matter_in_which_direction_one_drags() -> None:
    async with selecting(*_TALK) as screen:
        await screen.drag((10, 2), (4, 0))

        assert screen.primary() == "question\n\nsome bold"


async def test_what_is_selected_is_shown_without_margins_and_padding() -> None:
    async with selecting(*_TALK, an_answer("- item\n- 漢字", "a2")) as screen:
        await screen.drag((4, 0), (7, 5))

        assert await screen.lit() == ["question", "some bold words", "• item", "• 漢字"]


async def test_y_copies_the_selection_and_ends_it() -> None:
    async with selecting(*_TALK) as screen:
        await screen.drag((2, 2), (5, 2))
        await screen.press("y")

        assert screen.copied() == "some"
        assert await screen.lit() == []


async def test_an_answer_that_is_selected_as_a_whole_is_copied_as_markdown() -> None:
    async with selecting(*_TALK) as screen:
        await screen.drag((0, 2), (40, 2))

        assert screen.primary() == "some **bold** words"


async def test_a_click_clears_the_selection_and_puts_the_cursor_there() -> None:
    async with selecting(*_TALK, is_focused=False) as screen:
        await screen.drag((2, 2), (5, 2))
        await screen.click(8, 0)

        assert await screen.lit() == []
        assert await screen.marked() == ["a question"]
        assert screen.transcript.has_focus


async def test_two_clicks_select_a_word_and_three_a_line_of_the_source() -> None:
    text = "see src/app/main.py for this and " + "more " * 20 + "words"
    async with selecting(a_prompt("x"), an_answer(f"{text}\n\nnext"), width=40) as screen:
        await screen.click(8, 2, times=2)
        word = screen.primary()
        await screen.click(9, 3, times=3)

        assert word == "src/app/main.py"
        assert screen.primary() == text


async def test_shift_and_a_click_extend_the_selection() -> None:
    async with selecting(*_TALK) as screen:
        await screen.drag((7, 2), (10, 2))
        await screen.mouse(("shift", 16, 2), ("up", 16, 2))
        below = screen.primary()
        await screen.mouse(("shift", 4, 0), ("up", 4, 0))

        assert below == "bold words"
        assert screen.primary() == "question\n\nsome b"


async def test_a_click_on_a_link_opens_it_and_a_drag_over_it_does_not() -> None:
    async with selecting(a_prompt("x"), an_answer("go [there](https://a.example) now")) as screen:
        await screen.drag((5, 2), (9, 2))
        opened_by_dragging = list(screen.app.opened)
        await screen.click(6, 2)
        await screen.click(12, 2)

        assert opened_by_dragging == []
        assert screen.app.opened == ["https://a.example"]


async def test_a_click_on_the_title_of_folded_thinking_opens_it_and_folds_it_again() -> None:
    async with selecting(a_prompt("x"), thinking("a thought\n\nof two lines")) as screen:
        folded = await screen.rows()
        await screen.click(6, 2)
        opened = await screen.rows()
        await screen.click(6, 4)
        still_open = await screen.rows()
        await screen.click(20, 2)

        assert len(opened) > len(folded)
        assert still_open == opened
        assert await screen.rows() == folded


async def test_a_click_on_the_title_of_a_tool_call_opens_its_output_where_it_stands() -> None:
    result = CallResult(text="printed\nby the tool")
    async with selecting(a_prompt("x"), height=12) as screen:
        screen.transcript.start_tool_call("c1", "", "bash", '{"command": "run it"}')
        screen.transcript.end_tool_call("c1", result)
        folded = await screen.rows()
        await screen.click(6, 2)
        opened = await screen.rows()

        assert not any("by the tool" in row for row in folded)
        assert any("by the tool" in row for row in opened)
        assert opened[0].endswith(" x")


async def test_a_selection_in_earlier_history_survives_more_of_it_above() -> None:
    early = [a_prompt(f"early {number}", f"e{number}") for number in range(300)]
    async with selecting(*_TALK, has_earlier=True, height=8) as screen:
        await screen.drag((4, await _row_of(screen, "a question")), (8, 5))
        selected = screen.primary()
        screen.transcript.add_earlier(packed(early))
        while not screen.transcript.content.is_whole:
            await screen.pilot.pause()
        await screen.press("y")

        assert selected.startswith("question\n\nsome")
        assert screen.copied() == selected


async def _row_of(screen: Selecting, text: str) -> int:
    return next(y for y, row in enumerate(await screen.rows()) if text in row)


async def test_the_mouse_is_followed_outside_of_the_transcript() -> None:
    async with selecting(*_TALK) as screen:
        await screen.drag_slowly(("down", 4, 0), ("move", 59, -1), ("up", 59, -1))
        above = screen.primary()
        await screen.drag_slowly(("down", 11, 0), ("move", 11, 20), ("up", 11, 20))

        assert above == "question"
        assert screen.primary() == "n\n\nsome **bold** words"


async def test_below_the_last_item_everything_up_to_it_is_selected() -> None:
    async with selecting(*_TALK) as screen:
        await screen.drag((7, 2), (1, 9))

        assert screen.primary() == "bold words"


async def test_a_release_that_nobody_reported_ends_the_drag() -> None:
    async with selecting(*_TALK) as screen:
        await screen.mouse(("down", 2, 2), ("move", 5, 2), ("hover", 9, 2), ("move", 12, 2))
        await screen.press("y")

        assert screen.copied() == "some"
        assert screen.app.mouse_captured is None


async def test_at_an_edge_the_view_scrolls_as_long_as_the_button_is_down() -> None:
    async with selecting(a_prompt("x"), an_answer(lines(0, 60)), height=10) as screen:
        await screen.press("ctrl+home")
        await screen.drag_slowly(("down", 2, 4), ("move", 30, 10))
        while not any("line 12" in row for row in await screen.rows()):
            await screen.pilot.pause(0.01)
        await screen.mouse(("up", 30, 10))

        assert screen.primary().startswith("line 1\n\nline 2\n\n")
        assert "line 12" in screen.primary()
        assert screen.app.mouse_captured is None


@pytest.mark.parametrize(
    ("y", "rows"), [(4, 0), (0, 0), (9, 0), (-1, -1), (-3, -3), (10, 1), (14, 5), (99, 12)]
)
async def test_the_farther_the_pointer_is_outside_the_faster_the_view_scrolls(
    y: int, rows: int
) -> None:
    async with selecting(*_TALK) as screen:
        place = Place(0, 0, 0)
        drag = Drag(Selection(screen.transcript.content, place, place), 0, 5)
        drag.moves_to(0, y)

        assert drag.scroll_rows(0, 10) == rows


async def test_a_drag_within_the_row_at_the_edge_scrolls_nothing() -> None:
    async with selecting(*_TALK) as screen:
        place = Place(0, 0, 0)
        drag = Drag(Selection(screen.transcript.content, place, place), 0, 0)
        drag.moves_to(8, 0)

        assert drag.scroll_rows(1, 10) == 0


async def test_the_wheel_scrolls_and_extends_the_selection() -> None:
    async with selecting(a_prompt("x"), an_answer(lines(0, 60)), height=10) as screen:
        await screen.press("ctrl+home")
        await screen.mouse(("down", 2, 4), ("move", 8, 4), ("wheel", 8, 4), ("up", 8, 4))

        assert screen.primary() == "line 1\n\nline 2\n"


async def test_while_one_drags_text_that_arrives_moves_nothing() -> None:
    async with selecting(a_prompt("x"), an_answer(lines(0, 20)), height=10) as screen:
        await screen.mouse(("down", 2, 4), ("move", 8, 6))
        before = await screen.rows()
        screen.transcript.add_part("t1", "p1", PartKind.TEXT)
        screen.transcript.append_text("p1", lines(20, 40))
        during = await screen.rows()
        await screen.mouse(("up", 8, 6))

        assert during == before
        assert "line" in screen.primary()


async def test_a_click_does_not_keep_the_view_from_following_the_end() -> None:
    async with selecting(a_prompt("x"), an_answer(lines(0, 20)), height=10) as screen:
        await screen.mouse(("down", 2, 4))
        screen.transcript.add_part("t1", "p1", PartKind.TEXT)
        screen.transcript.append_text("p1", lines(20, 40))
        await screen.mouse(("up", 2, 4))

        assert "line 39" in (await screen.rows())[-1]


async def test_the_selection_stays_on_its_text_while_more_streams_below() -> None:
    async with selecting(*_TALK, height=6) as screen:
        await screen.drag((4, 0), (10, 2))
        screen.transcript.add_part("t1", "p1", PartKind.TEXT)
        screen.transcript.append_text("p1", lines(0, 30))
        screen.transcript.follow_end()
        await screen.rows()
        await screen.press("y")

        assert screen.copied() == "question\n\nsome bold"


async def _narrow(screen: Selecting) -> None:
    await screen.pilot.resize_terminal(40, 22)


async def _fold(screen: Selecting) -> None:
    await screen.press("space")


async def _leave(screen: Selecting) -> None:
    screen.show(a_prompt("another session"))


@pytest.mark.parametrize("change", [_narrow, _fold, _leave])
async def test_a_selection_whose_rows_are_no_more_is_cleared(change: object) -> None:
    async with selecting(a_prompt("x"), thinking("a thought\n\nof two lines")) as screen:
        await screen.press("space")
        await screen.drag((4, 3), (6, 5))
        assert screen.transcript.has_selection
        assert callable(change)
        await change(screen)
        await screen.rows()

        assert not screen.transcript.has_selection


async def test_another_theme_keeps_the_selection_and_colours_it_anew() -> None:
    async with selecting(*_TALK) as screen:
        await screen.drag((2, 2), (5, 2))
        screen.app.theme = "textual-light"

        assert await screen.lit() == ["some"]


async def test_textual_itself_selects_nothing_in_the_transcript() -> None:
    async with selecting(*_TALK) as screen:
        await screen.drag((2, 2), (5, 2), (9, 0))

        assert not screen.app.screen.selections


async def test_a_selection_over_thousands_of_items_draws_only_what_is_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    talk: list[ChatMessage] = [a_prompt(f"question {n}", f"u{n}") for n in range(5_000)]
    async with selecting(*talk, height=10) as screen:
        await screen.press("ctrl+home")
        layout = screen.transcript.content
        rows_of = layout.rows
        drawn: set[int] = set()

        def counted(number: int) -> Sequence[SourceRow]:
            drawn.add(number)
            return rows_of(number)

        monkeypatch.setattr(layout, "rows", counted)
        await screen.mouse(("down", 2, 1))
        screen.transcript.action_scroll_end()
        await screen.mouse(("move", 4, 5), ("up", 4, 5))

        assert screen.primary().count("question") > 4_990
        assert len(drawn) < 50
