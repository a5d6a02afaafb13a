"""Stored sessions, long ones too, and what is shown before there is a size."""

from __future__ import annotations

from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import (
    ChatMessage,
    Role,
    TextPart,
    ThinkingPart,
    ToolCallPart,
    ToolResultPart,
)
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.session_items import items_of
from agent_tui.ui.transcript.transcript import Transcript
from tests.ui.transcript.screen import a_history, a_prompt, a_screen, an_answer

_INFO = SessionInfo(id="s")


async def test_a_stored_session_is_shown_at_its_end() -> None:
    async with a_screen(40, 8) as screen:
        screen.transcript.open_session(_INFO, a_history(30))

        assert (await screen.rows())[-1] == "  • end of 29"


async def test_tool_results_of_a_stored_session_join_their_calls() -> None:
    messages = [
        ChatMessage(
            id="a1",
            role=Role.ASSISTANT,
            parts=(
                ThinkingPart(id="p0", text="I must look."),
                TextPart(id="p1", text=""),
                ToolCallPart(id="p2", call_id="c1", name="read", arguments='{"path": "a.py"}'),
            ),
        ),
        ChatMessage(
            id="r1",
            role=Role.TOOL,
            parts=(
                ToolResultPart(
                    id="p3", call_id="c1", text="no such file", is_error=True, elapsed_s=1.5
                ),
            ),
        ),
    ]
    async with a_screen() as screen:
        screen.transcript.open_session(_INFO, messages)

        assert await screen.rows() == [
            *("  ▸ thought · 3 words", "", "  ▸ read a.py · no such file · 1.5 s")
        ]


async def test_stored_answers_say_when_they_were_not_finished_or_superseded() -> None:
    whole = an_answer("Half")
    messages = [
        ChatMessage(id="1", role=Role.ASSISTANT, parts=whole.parts, is_interrupted=True),
        ChatMessage(id="2", role=Role.ASSISTANT, parts=whole.parts, is_superseded=True),
    ]
    async with a_screen() as screen:
        screen.transcript.open_session(_INFO, messages)

        assert await screen.rows() == [
            *("  Half", "  ⋯ not finished", ""),
            *("  Half", "  ⋯ connection lost, answering again"),
        ]


async def test_another_session_replaces_the_one_that_was_shown() -> None:
    async with a_screen() as screen:
        screen.transcript.open_session(_INFO, a_history(30))
        screen.transcript.action_page_up()
        screen.transcript.open_session(_INFO, [a_prompt("another")])
        screen.transcript.append_text("unknown part", "of the session that was left")

        assert await screen.rows() == ["❯ another"]
        assert screen.transcript.follows


async def test_cleared_it_shows_nothing_until_something_comes() -> None:
    async with a_screen() as screen:
        screen.transcript.add_welcome("**Welcome**")
        assert await screen.rows() == ["  Welcome"]

        screen.transcript.clear()
        assert await screen.rows() == []


async def test_a_long_answer_becomes_several_items_that_read_as_one() -> None:
    text = "".join(f"Paragraph {number} of the answer.\n\n" for number in range(600))
    async with a_screen(60, 1_250) as screen:
        screen.transcript.add_part("t1", "p1", PartKind.TEXT)
        for at in range(0, len(text), 700):
            screen.transcript.append_text("p1", text[at : at + 700])
        screen.transcript.end_part("p1", False, True)
        streamed = await screen.rows()
        message = ChatMessage(
            id="a", role=Role.ASSISTANT, parts=an_answer(text).parts, is_superseded=True
        )
        screen.transcript.open_session(_INFO, [message])

        assert streamed[0:3] == ["  Paragraph 0 of the answer.", "", "  Paragraph 1 of the answer."]
        assert len(streamed) == 1_200
        assert await screen.rows() == streamed
        assert len(list(items_of([message]))) == 2


def test_calls_before_the_widget_has_a_size_are_kept() -> None:
    transcript = Transcript()
    transcript.open_session(_INFO, a_history(3))
    transcript.open_turn("t1", a_prompt("early"))

    assert transcript.follows


async def test_what_came_before_the_first_size_is_shown_with_it() -> None:
    async with a_screen() as screen:
        late = Transcript()
        late.open_session(_INFO, [a_prompt("early")])
        await screen.transcript.remove()
        await screen.app.mount(late)
        while not late.render_line(0).text.strip():  # the time limit of the test is the limit
            await screen.pilot.pause()

        assert late.render_line(0).text.rstrip() == "❯ early"


def test_estimates_are_near_the_rows_that_are_drawn_later() -> None:
    items: list[Item] = list(items_of(a_history(100)))

    assert 200 < sum(item.estimate_rows(40) for item in items) < 900
