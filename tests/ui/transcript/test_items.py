"""What each kind of item looks like on the screen."""

from __future__ import annotations

from agent_tui.protocol.events import PartKind
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import NoticeLevel, TurnStatus
from tests.ui.transcript.screen import a_prompt, a_screen


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


async def test_of_an_enormous_prompt_the_beginning_is_shown_with_a_note() -> None:
    async with a_screen(80, 1000) as screen:
        screen.transcript.open_turn("t1", a_prompt("x" * 1_050_000))

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
