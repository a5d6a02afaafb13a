"""The item cursor: where it stands, what keys do with it, and that it stays where it is."""

from __future__ import annotations

import pytest

from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import ChatMessage, Role, ThinkingPart
from agent_tui.protocol.packed_messages import packed
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import NoticeLevel, TurnStatus
from tests.ui.transcript.screen import a_prompt, an_answer
from tests.ui.transcript.selecting import MARK, Selecting, lines, selecting

_TALK = [a_prompt("one", "u1"), an_answer("**two**", "a1"), a_prompt("three", "u2")]


def thinking(text: str) -> ChatMessage:
    """What the model thought, folded."""
    part = ThinkingPart(id="t1", text=text)
    return ChatMessage(id="m1", role=Role.ASSISTANT, parts=(part,))


async def test_it_appears_with_the_focus_on_the_last_item_in_view_and_goes_with_it() -> None:
    async with selecting(*_TALK, is_focused=False) as screen:
        before = await screen.marked()
        screen.transcript.focus()
        during = await screen.marked()
        screen.app.above.focus()

        assert (before, during, await screen.marked()) == ([], ["three"], [])


async def test_j_and_k_go_from_item_to_item_and_stop_at_the_ends() -> None:
    async with selecting(*_TALK) as screen:
        stops = []
        for key in ("k", "k", "k", "j", "j", "j"):
            await screen.press(key)
            stops += await screen.marked()

        assert stops == ["two", "one", "one", "two", "three", "three"]


async def test_the_line_under_a_turn_that_went_well_is_no_stop() -> None:
    async with selecting(*_TALK) as screen:
        screen.transcript.close_turn(
            TurnResult(session_id="s", turn_id="t", status=TurnStatus.OK, elapsed_s=3.0)
        )
        screen.transcript.add_notice(NoticeLevel.INFO, "Told")
        stops = []
        for key in ("j", "k"):
            await screen.press(key)
            stops += await screen.marked()

        assert stops == ["▌ Told", "three"]


async def test_the_bar_stands_beside_every_row_of_the_item_and_not_beside_the_gap() -> None:
    async with selecting(an_answer(lines(0, 3))) as screen:
        await screen.press("j")

        assert [row[:1] for row in await screen.rows()] == [MARK] * 5


async def test_y_asks_for_the_source_of_the_item() -> None:
    async with selecting(*_TALK) as screen:
        await screen.press("k", "y")

        assert [(each.text, each.what) for each in screen.app.wanted] == [("**two**", "answer")]
        assert not screen.app.wanted[0].to_primary_only


async def test_enter_opens_the_first_link_of_the_item() -> None:
    async with selecting(an_answer("[here](https://a.example) and https://b.example")) as screen:
        await screen.press("enter")

        assert screen.app.opened == ["https://a.example"]


@pytest.mark.parametrize("key", ["space", "enter"])
async def test_a_key_opens_and_folds_an_item_that_has_no_link(key: str) -> None:
    async with selecting(thinking("a thought\n\nof two lines"), is_focused=False) as screen:
        folded = await screen.rows()
        screen.transcript.focus()
        await screen.press(key)
        opened = await screen.rows()
        await screen.press(key)
        screen.app.above.focus()

        assert any("of two lines" in row for row in opened)
        assert await screen.rows() == folded


async def test_an_item_that_opens_stays_where_it_is_though_the_view_followed_the_end() -> None:
    thought = thinking("\n\n".join(f"thought {number}" for number in range(40)))
    async with selecting(a_prompt("why"), an_answer(lines(0, 4)), thought, height=12) as screen:
        await screen.press("j")
        before = await screen.rows()
        await screen.press("space")
        after = await screen.rows()

        title = next(y for y, row in enumerate(before) if "thought" in row)
        assert after[:title] == before[:title]
        assert "thought 0" in after[title + 1]


async def test_folding_an_item_from_within_brings_its_first_row_into_view() -> None:
    thought = thinking("\n\n".join(f"thought {number}" for number in range(40)))
    answer = an_answer(lines(0, 20), "a2")
    async with selecting(a_prompt("why"), thought, answer, height=12) as screen:
        for key in ("ctrl+home", "k", "space", "pagedown", "pagedown", "space"):
            await screen.press(key)

        assert "thought" in (await screen.marked())[0]


async def test_j_shows_all_of_a_tall_item_before_it_goes_to_the_next() -> None:
    talk = [a_prompt("one", "u1"), an_answer(lines(0, 30), "a1"), a_prompt("end", "u2")]
    async with selecting(*talk, height=10) as screen:
        await screen.press("ctrl+home", "j", "k")
        seen = set(await screen.rows())
        while "end" not in await screen.marked():
            await screen.press("j")
            seen |= set(await screen.rows())

        shown = {row.removeprefix(MARK).strip() for row in seen}
        assert {f"line {number}" for number in range(30)} <= shown


async def test_k_shows_all_of_a_tall_item_from_its_end_upwards() -> None:
    talk = [a_prompt("one", "u1"), an_answer(lines(0, 30), "a1"), a_prompt("end", "u2")]
    async with selecting(*talk, height=10) as screen:
        seen: list[str] = []
        while "one" not in await screen.marked():
            await screen.press("k")
            seen += reversed(await screen.marked())

        shown = list(dict.fromkeys(row for row in seen if row.startswith("line")))
        assert shown == [f"line {number}" for number in range(29, -1, -1)]


async def test_after_scrolling_a_key_acts_on_what_is_in_view() -> None:
    talk = [a_prompt(f"question {number}", f"u{number}") for number in range(40)]
    async with selecting(*talk, height=10) as screen:
        await screen.press("ctrl+home", "y")
        at_start = screen.copied()
        await screen.press("ctrl+end", "y")

        assert (at_start, screen.copied()) == ("question 4", "question 35")


async def _stream(screen: Selecting) -> None:
    screen.transcript.add_part("t1", "p1", PartKind.TEXT)
    screen.transcript.append_text("p1", "more")


async def _resize(screen: Selecting) -> None:
    await screen.pilot.resize_terminal(40, 22)


async def _change_theme(screen: Selecting) -> None:
    screen.app.theme = "textual-light"


@pytest.mark.parametrize("change", [_stream, _resize, _change_theme])
async def test_it_stays_on_its_item(change: object) -> None:
    async with selecting(*_TALK) as screen:
        await screen.press("k")
        assert callable(change)
        await change(screen)

        assert await screen.marked() == ["two"]


async def test_it_stays_on_its_item_when_earlier_history_is_added_above() -> None:
    early = [a_prompt(f"early {number}", f"e{number}") for number in range(300)]
    async with selecting(*_TALK, has_earlier=True) as screen:
        await screen.press("k")
        screen.transcript.add_earlier(packed(early))
        while not screen.transcript.content.is_whole:
            await screen.pilot.pause()
        below = await screen.marked()
        await screen.press("k", "k", "y")
        above = screen.copied()
        await screen.press("ctrl+a", "y")

        assert (below, above) == (["two"], "early 299")
        assert screen.copied().startswith("early 0\n\nearly 1\n\n")
        assert screen.copied().endswith("early 299\n\none\n\n**two**\n\nthree")


async def test_another_session_has_no_current_item_until_a_key_asks_for_it() -> None:
    async with selecting(*_TALK) as screen:
        await screen.press("k")
        screen.show(*(a_prompt(f"other {number}", f"o{number}") for number in range(3)))
        before = await screen.marked()
        await screen.press("y")

        assert before == []
        assert screen.copied() == "other 2"


async def test_keys_in_an_empty_transcript_do_nothing() -> None:
    async with selecting() as screen:
        await screen.press("j", "k", "space", "y", "enter", "v", "ctrl+a", "escape")

        assert screen.app.wanted == []


async def test_a_mark_that_does_not_change_is_not_painted_again() -> None:
    async with selecting(*_TALK) as screen:
        before = [screen.transcript.render_line(y) for y in range(5)]
        screen.transcript.add_part("t1", "p1", PartKind.TEXT)
        screen.transcript.append_text("p1", "more")
        after = [screen.transcript.render_line(y) for y in range(5)]

        assert any(row.text.startswith(MARK) for row in before)
        assert [row for row, same in zip(before, after, strict=True) if row is not same] == []
