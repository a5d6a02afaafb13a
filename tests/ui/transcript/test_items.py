"""What each kind of item looks like on the screen."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from rich.segment import Segment

from agent_tui.protocol.events import PartKind
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import NoticeLevel, TurnStatus
from agent_tui.ui.markdown.palette import palette_from
from agent_tui.ui.markdown.wrap import WrappedRow, wrapped
from agent_tui.ui.transcript.items import live_thinking
from agent_tui.ui.transcript.items.prompt_item import PromptItem
from agent_tui.ui.transcript.items.thinking_item import ThinkingItem
from tests.ui.running_chat import running_chat, turn_started
from tests.ui.transcript.screen import Screen, a_prompt, a_screen

PALETTE = palette_from({}, dark=True)


def toggle(screen: Screen, number: int) -> bool:
    """Open or fold an item, as Space does."""
    layout = screen.transcript._layout
    with screen.transcript.batch():
        does_fold = layout.item(number).toggle()
        layout.reshaped(number)
    return does_fold


async def test_a_turn_reads_from_prompt_to_its_last_line() -> None:
    async with a_screen() as screen:
        screen.transcript.open_turn("t1", a_prompt("Say *hello*\n  twice"))
        screen.say("p1", "Hello **there**\n\n- hello")
        screen.transcript.end_part("p1")
        screen.transcript.close_turn(
            TurnResult(session_id="s", turn_id="t1", status=TurnStatus.OK, elapsed_s=12.3)
        )

        assert await screen.rows() == [
            *("❯ Say *hello*", "    twice", "", "  Hello there", "", "  • hello", "", "  12 s")
        ]


async def test_everything_is_readable_on_a_screen_of_twenty_columns() -> None:
    async with a_screen(20, 10) as screen:
        screen.transcript.open_turn("t1", a_prompt("a question that is too long"))
        screen.say("p1", "and an answer of several words")

        assert await screen.rows() == [
            "❯ a question that",
            "  is too long",
            "",
            "  and an answer of",
            "  several words",
        ]


async def test_a_retried_prompt_is_not_shown_again() -> None:
    async with a_screen() as screen:
        screen.transcript.open_turn("t1", a_prompt("once"))
        screen.transcript.open_turn("t2", a_prompt("once"), is_retry=True)

        assert await screen.rows() == ["❯ once"]


async def test_thinking_shows_its_last_six_lines_and_folds_when_done() -> None:
    async with a_screen() as screen:
        screen.say("p1", "\n".join(f"thought {n}" for n in range(9)), PartKind.THINKING)
        screen.transcript.append_text("p1", " goes on")
        live = await screen.rows()
        screen.transcript.end_part("p1")

        last = [f"    thought {n}" for n in range(3, 9)]
        assert live == ["  ▾ thinking", *last[:-1], "    thought 8 goes on"]
        assert await screen.rows() == ["  ▸ thought · 20 words"]


async def test_thinking_opens_to_its_whole_text_and_folds_again() -> None:
    text = "\n".join(f"thought {number}" for number in range(9))
    async with a_screen() as screen:
        screen.say("p1", text, PartKind.THINKING)
        screen.transcript.end_part("p1")
        toggle(screen, 0)
        whole = await screen.rows()
        toggle(screen, 0)

        assert whole == ["  ▾ thought · 18 words", *(f"    thought {n}" for n in range(9))]
        assert await screen.rows() == ["  ▸ thought · 18 words"]


async def test_thinking_that_was_opened_while_it_went_on_stays_open() -> None:
    async with a_screen() as screen:
        screen.say("p1", "\n".join(f"thought {n}" for n in range(9)), PartKind.THINKING)
        toggle(screen, 0)
        live = await screen.rows()
        screen.transcript.append_text("p1", " and\nmore")
        grown = await screen.rows()
        screen.transcript.end_part("p1")

        first = [f"    thought {n}" for n in range(8)]
        assert live == ["  ▾ thinking", *first, "    thought 8"]
        assert grown == ["  ▾ thinking", *first, "    thought 8 and", "    more"]
        assert (await screen.rows())[1:] == grown[1:]


def test_open_thinking_is_not_wrapped_again_with_each_delta(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrapped_characters = 0

    def counting(runs: Sequence[Segment], width: int) -> list[WrappedRow]:
        nonlocal wrapped_characters
        wrapped_characters += sum(len(run.text) for run in runs)
        return wrapped(runs, width)

    monkeypatch.setattr(live_thinking, "wrapped", counting)
    item = ThinkingItem()
    item.toggle()
    before: Sequence[object] = ()
    for number in range(300):
        item.append(f"thought number {number} of many\n")
        rows = item.rows(60, PALETTE)
        # Finished rows are the same objects as before, so nothing is painted anew.
        assert all(one is other for one, other in zip(before, rows[1:-1], strict=False))
        before = rows[1:-1]

    assert len(before) == 300
    assert wrapped_characters < 2 * len(item.source())


@pytest.mark.parametrize("is_done", [False, True])
def test_of_endless_thinking_a_part_is_shown_and_the_rest_counted(is_done: bool) -> None:
    item = ThinkingItem("\n".join(f"thought {n}" for n in range(5_000)), is_done=is_done)
    item.toggle()
    texts = [row.text.strip() for row in item.rows(60, PALETTE)]

    if is_done:
        assert texts[1:2] + texts[-2:] == ["thought 0", "thought 1999", "… 3,000 more lines"]
    else:
        assert texts[1:3] == ["… 3,000 rows above", "thought 3000"]
        assert texts[-1] == "thought 4999"


async def test_all_thinking_is_opened_and_folded_by_one_key_also_what_comes_later() -> None:
    async with a_screen() as screen:
        transcript = screen.transcript
        for part in ("p1", "p2"):
            screen.say(part, f"thought of {part}", PartKind.THINKING)
            transcript.end_part(part)
        transcript.action_toggle_thinking()
        toggle(screen, 0)
        screen.say("p3", "thought of p3", PartKind.THINKING)
        transcript.end_part("p3")
        opened = [row.strip() for row in await screen.rows() if row]
        transcript.action_toggle_thinking()
        screen.say("p4", "thought of p4", PartKind.THINKING)
        transcript.end_part("p4")

        closed, head = "▸ thought · 3 words", "▾ thought · 3 words"
        assert opened == [closed, head, "thought of p2", head, "thought of p3"]
        assert [row.strip() for row in await screen.rows() if row] == [closed] * 4


async def test_ctrl_t_opens_thinking_while_one_writes() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started("why"))
        transcript = chat.app.chat.transcript
        assert transcript is not None
        transcript.add_part("t1", "p1", PartKind.THINKING, "because of it")
        transcript.end_part("p1")
        await chat.write("draft")
        await chat.press("ctrl+t")

        await chat.until(lambda: any("because of it" in row for row in chat.rows()))
        assert chat.composer.text == "draft"


async def test_another_session_begins_with_folded_thinking() -> None:
    async with a_screen() as screen:
        screen.transcript.action_toggle_thinking()
        screen.transcript.clear()
        screen.say("p1", "a thought", PartKind.THINKING)
        screen.transcript.end_part("p1")

        assert await screen.rows() == ["  ▸ thought · 2 words"]


async def test_a_superseded_part_stays_readable_and_says_why_it_ended() -> None:
    async with a_screen() as screen:
        screen.say("p1", "The first try")
        screen.transcript.end_part("p1", False, True)
        screen.say("p2", "The second try")

        assert await screen.rows() == [
            *("  The first try", "  ⋯ connection lost, answering again", "", "  The second try")
        ]


async def test_parts_that_are_open_when_the_turn_ends_say_that_they_are_not_finished() -> None:
    async with a_screen() as screen:
        screen.say("p1", "Half of")
        screen.transcript.start_tool_call("c1", "", "wait", "{}")
        screen.transcript.close_turn(
            TurnResult(
                session_id="s",
                turn_id="t1",
                status=TurnStatus.CANCELLED,
                reason="user",
                elapsed_s=3.0,
            )
        )

        assert await screen.rows() == [
            *("  Half of", "  ⋯ not finished", "", "  ▸ wait · stopped", ""),
            "  stopped by you after 3.0 s",
        ]


async def test_a_failure_says_what_to_do_next() -> None:
    failure = Failure(kind="RateLimited", title="Too many requests", text="Try again in 20 s.")
    async with a_screen() as screen:
        screen.transcript.close_turn(
            TurnResult(session_id="s", turn_id="t", status=TurnStatus.ERROR, error=failure)
        )

        assert await screen.rows() == ["  ▌ Too many requests  Try again in 20 s.", "  failed"]


async def test_a_notice_has_a_bar_and_a_list_begins_below_its_title() -> None:
    async with a_screen() as screen:
        screen.transcript.add_notice(NoticeLevel.WARNING, "Nearly full", "Use /compact.")
        screen.transcript.add_notice(NoticeLevel.INFO, "Models", "one\ntwo")

        assert await screen.rows() == [
            *("  ▌ Nearly full  Use /compact.", "", "  ▌ Models", "  ▌ one", "  ▌ two")
        ]


async def test_a_long_prompt_shows_its_first_rows_until_it_is_opened() -> None:
    text = "\n".join(f"line {number}" for number in range(30))
    async with a_screen(80, 40) as screen:
        screen.transcript.open_turn("t1", a_prompt(text))
        folded = await screen.rows()
        assert toggle(screen, 0)
        whole = await screen.rows()
        assert toggle(screen, 0)

        assert folded[-2:] == ["  line 11", "  … 18 more lines"]
        assert whole[-1] == "  line 29"
        assert await screen.rows() == folded


async def test_a_short_prompt_does_not_fold() -> None:
    async with a_screen() as screen:
        screen.transcript.open_turn("t1", a_prompt("\n".join(["twenty", "lines"] * 10)))
        await screen.rows()

        assert not toggle(screen, 0)


def test_the_head_of_a_prompt_is_its_first_line_harmless_and_uncut() -> None:
    assert (
        PromptItem("\n  \nMend\tit\x1b " + "x" * 500 + "\nplease").head == "Mend it␛ " + "x" * 500
    )
    assert PromptItem(" \n").head == ""


async def test_of_an_enormous_prompt_the_beginning_is_shown_with_a_note() -> None:
    async with a_screen(80, 1000) as screen:
        screen.transcript.open_turn("t1", a_prompt("x" * 1_050_000))
        toggle(screen, 0)

        assert (await screen.rows())[-1] == "  … and 1,000,000 more characters, sent but not shown"


async def test_control_characters_of_anybody_are_made_visible() -> None:
    async with a_screen() as screen:
        screen.transcript.open_turn("t1", a_prompt("a\x1b[2J"))
        screen.say("p1", "b\x1b[2J", PartKind.THINKING)
        screen.transcript.start_tool_call("c1", "", "c\x1b[2J", '{"x": "d\\u001b"}')
        screen.transcript.add_notice(NoticeLevel.ERROR, "e\x1b", "f\x07")

        text = "".join(await screen.rows())
        assert "\x1b" not in text
        assert all(piece in text for piece in ("a␛[2J", "b␛[2J", "c␛[2J d␛", "e␛  f␇"))
