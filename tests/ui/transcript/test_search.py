from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual import events

from agent_tui.protocol.events import (
    PartAdded,
    PartDelta,
    PartEnded,
    PartKind,
    ToolCallEnded,
    ToolCallStarted,
)
from agent_tui.protocol.messages import ChatMessage, Role
from agent_tui.protocol.packed_messages import packed
from tests.ui.running_chat import RunningChat, a_message, opened, running_chat, turn_started


def a_history(turns: int) -> tuple[ChatMessage, ...]:
    """Prompts and answers; every tenth answer has a needle."""
    messages: list[ChatMessage] = []
    for turn in range(turns):
        needle = "a **Needle** in it" if turn % 10 == 5 else "nothing in it"
        messages += (
            a_message(f"question {turn}", message_id=f"u{turn}"),
            a_message(
                f"Answer {turn} has {needle}.\n\nIt ends here.",
                message_id=f"a{turn}",
                role=Role.ASSISTANT,
            ),
        )
    return tuple(messages)


@asynccontextmanager
async def a_long_chat(
    turns: int = 60, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[RunningChat]:
    """A chat with a history, read by its end."""
    async with running_chat(size=size, is_open=False) as chat:
        await chat.emit(opened(messages=a_history(turns)))
        await chat.until_sees(f"Answer {turns - 1}")
        await chat.press("f6")
        yield chat


async def search(chat: RunningChat, text: str) -> None:
    """Type a search into the focused transcript, and wait until all is counted."""
    await chat.press("slash")
    chat.type_burst(text.encode())
    await chat.until(lambda: bool(bar(chat).removeprefix("/ ")))
    await chat.until(lambda: "of" in bar(chat) or "no match" in bar(chat))
    await chat.until(lambda: not bar(chat).endswith("+"))


def bar(chat: RunningChat) -> str:
    """The search bar as it looks, "" when it is not there."""
    return next((row for row in chat.rows() if row.startswith("/ ")), "")


def marked(chat: RunningChat) -> list[tuple[str, str]]:
    """What is marked, and whether it is the current match."""
    return [
        (segment.text, "current" if segment.style.bold else "other")
        for strip in chat.strips()
        for segment in strip
        if segment.style and segment.style.reverse and segment.text[0].isalpha()
    ]


def read(chat: RunningChat) -> list[str]:
    """The rows without the mark of the current item and the scroll bar."""
    return [row.replace("▌", " ").rstrip(" ▁▂▃▄▅▆▇█") for row in chat.rows()]


async def test_a_search_shows_the_newest_match_and_counts_all() -> None:
    async with a_long_chat() as chat:
        await search(chat, "needle")

        assert chat.sees("Answer 55")
        assert bar(chat).endswith("1 of 6")
        assert marked(chat) == [("Needle", "current")]


async def test_typing_narrows_and_deleting_widens_again() -> None:
    async with a_long_chat() as chat:
        await search(chat, "answer 4")
        assert bar(chat).endswith("1 of 11")

        await chat.press("5")
        await chat.until(lambda: bar(chat).endswith("1 of 1"))
        assert chat.sees("Answer 45")

        await chat.press("backspace")
        await chat.until(lambda: bar(chat).endswith("1 of 11"))
        assert chat.sees("Answer 49")


async def test_an_upper_case_letter_makes_case_count() -> None:
    async with a_long_chat() as chat:
        await search(chat, "NEEDLE")

        assert bar(chat).endswith("no match")
        assert chat.sees("Answer 59")


async def test_after_enter_n_goes_to_older_matches_and_shift_n_back() -> None:
    async with a_long_chat() as chat:
        await search(chat, "needle")
        await chat.press("enter", "n", "n")
        await chat.until(lambda: bar(chat).endswith("3 of 6"))
        assert chat.sees("Answer 35")

        await chat.press("N")
        await chat.until(lambda: bar(chat).endswith("2 of 6"))
        assert chat.sees("Answer 45")


async def test_stepping_goes_around_both_ends() -> None:
    async with a_long_chat() as chat:
        await search(chat, "needle")
        await chat.press("enter", "N")
        await chat.until(lambda: bar(chat).endswith("6 of 6"))
        assert chat.sees("Answer 5 ")

        await chat.press("n")
        await chat.until(lambda: bar(chat).endswith("1 of 6"))
        assert chat.sees("Answer 55")


async def test_several_matches_in_an_item_are_visited_one_by_one() -> None:
    async with running_chat(is_open=False) as chat:
        await chat.emit(opened(messages=(a_message("one two one\nthree one"),)))
        await chat.press("f6")
        await search(chat, "one")
        await chat.press("enter")
        order = [marked(chat)]
        for _ in range(2):
            await chat.press("n")
            order.append(marked(chat))
        await chat.until(lambda: bar(chat).endswith("3 of 3"))

    places = [[kind for _, kind in marks].index("current") for marks in order]
    assert places == [2, 1, 0]


@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
async def test_leaving_the_bar_leads_back_to_the_same_place(key: str) -> None:
    async with a_long_chat() as chat:
        await chat.press("pageup", "pageup", "up")
        before = read(chat)
        await search(chat, "answer 12")
        assert chat.sees("Answer 12")

        await chat.press(key)
        await chat.until(lambda: not bar(chat))

        assert read(chat) == before
        assert marked(chat) == []
        assert chat.app.focused is chat.app.chat.transcript


async def test_leaving_follows_the_end_again_if_one_stood_there() -> None:
    async with a_long_chat() as chat:
        before = read(chat)
        await search(chat, "needle")
        await chat.press("escape")
        await chat.until(lambda: not bar(chat))

        assert read(chat) == before
        assert chat.app.chat.transcript is not None
        assert chat.app.chat.transcript.follows


async def test_escape_after_enter_ends_the_search_where_one_is() -> None:
    async with a_long_chat() as chat:
        await search(chat, "answer 12")
        await chat.press("enter")
        await chat.press("escape")
        await chat.until(lambda: not bar(chat))

        assert chat.sees("Answer 12")
        assert marked(chat) == []


async def test_escape_closes_the_search_before_it_stops_a_turn() -> None:
    async with a_long_chat() as chat:
        await chat.emit(turn_started("go on", prompt_id="u-new"))
        await search(chat, "needle")
        await chat.press("escape")
        assert chat.engine.asked() == []

        await chat.press("escape")
        assert len(chat.engine.inputs) == 1


async def test_ctrl_c_in_the_bar_leaves_the_draft_alone() -> None:
    async with a_long_chat() as chat:
        await chat.write("a draft")
        await search(chat, "needle")
        await chat.press("ctrl+c")

        assert chat.composer.text == "a draft"


async def test_keys_typed_in_one_burst_act_in_their_order() -> None:
    async with a_long_chat() as chat:
        chat.type_burst(b"/needlx\x7fe\rnn")
        await chat.until(lambda: bar(chat).endswith("3 of 6"))

        assert chat.composer.text == ""
        assert chat.sees("Answer 35")


async def test_typing_after_the_search_goes_to_the_composer() -> None:
    async with a_long_chat() as chat:
        await search(chat, "needle")
        await chat.press("enter", "escape")
        await chat.until(lambda: not bar(chat))
        await chat.press("w", "n")

        assert chat.composer.text == "wn"
        assert chat.is_composing()


async def test_ctrl_f_searches_from_the_composer_and_leads_back_there() -> None:
    async with a_long_chat() as chat:
        await chat.press("f6", "ctrl+f")
        chat.type_burst(b"needle")
        await chat.until(lambda: bar(chat).endswith("1 of 6"))

        await chat.press("escape")
        await chat.until(chat.is_composing)


async def test_what_is_typed_in_one_burst_behind_ctrl_f_is_sought() -> None:
    async with a_long_chat() as chat:
        await chat.press("f6")
        assert chat.composer.has_focus

        chat.type_burst(b"\x06Needle")

        await chat.until(lambda: bar(chat).startswith("/ Needle"))
        assert chat.composer.text == ""


async def test_the_command_opens_the_bar_with_its_text() -> None:
    async with a_long_chat() as chat:
        await chat.press("f6")
        await chat.enter("/find needle")

        await chat.until(lambda: bar(chat).startswith("/ needle"))
        await chat.until(lambda: bar(chat).endswith("1 of 6"))


async def test_the_command_seeks_the_same_text_once_more() -> None:
    async with a_long_chat() as chat:
        await search(chat, "needle")
        await chat.press("escape", "f6")
        await chat.enter("/find needle")

        await chat.until(lambda: bar(chat).endswith("1 of 6"))
        assert marked(chat) == [("Needle", "current")]


async def test_up_and_down_call_up_former_searches() -> None:
    async with a_long_chat() as chat:
        for text in ("needle", "answer 12"):
            await search(chat, text)
            await chat.press("enter")
        await chat.press("slash", "x", "up")
        assert bar(chat).startswith("/ answer 12")
        await chat.press("up", "up")
        assert bar(chat).startswith("/ needle")
        await chat.until(lambda: bar(chat).endswith("of 6"))

        await chat.press("down", "down")
        assert bar(chat).startswith("/ x")


async def test_emptying_the_bar_leads_back_and_marks_nothing() -> None:
    async with a_long_chat() as chat:
        await search(chat, "answer 12")
        await chat.press("ctrl+u")
        await chat.until(lambda: chat.sees("Answer 59"))

        assert marked(chat) == []
        assert not bar(chat).removeprefix("/ ")


@pytest.mark.parametrize("size", [(20, 10), (39, 12), (40, 12), (120, 40)])
async def test_the_bar_fits_every_width_and_the_count_is_the_first_to_go(
    size: tuple[int, int],
) -> None:
    async with a_long_chat(size=size) as chat:
        await chat.press("slash")
        chat.type_burst(b"needle")
        await chat.until(lambda: any(text == "Needle" for text, _ in marked(chat)))
        await chat.pilot.pause()

        assert bar(chat).startswith("/ needle")
        assert ("of" in bar(chat)) == (size[0] >= 40)
        assert [strip.cell_length for strip in chat.strips()] == [size[0]] * size[1]


async def test_a_growing_answer_is_searched_as_it_grows() -> None:
    async with a_long_chat(20) as chat:
        await search(chat, "needle")
        await chat.emit(
            turn_started("go on", prompt_id="u-new"),
            PartAdded(session_id="s1", turn_id="t1", part_id="p", kind=PartKind.TEXT),
            PartDelta(session_id="s1", turn_id="t1", part_id="p", text="a nee"),
        )
        assert bar(chat).endswith("1 of 2")

        await chat.emit(PartDelta(session_id="s1", turn_id="t1", part_id="p", text="dle"))
        await chat.until(lambda: bar(chat).endswith("2 of 3"))
        await chat.emit(PartEnded(session_id="s1", turn_id="t1", part_id="p"))

        await chat.press("enter", "N")
        await chat.until(lambda: bar(chat).endswith("1 of 3"))
        assert chat.sees("a needle")


async def test_an_earlier_history_is_searched_when_it_comes() -> None:
    history = a_history(60)
    async with running_chat(is_open=False) as chat:
        await chat.emit(opened(messages=history[-20:], has_earlier=True))
        await chat.until_sees("Answer 59")
        await chat.press("f6")
        await search(chat, "needle")
        assert bar(chat).endswith("1 of 1")
        await chat.press("enter", "pageup")
        before = read(chat)

        assert chat.app.chat.transcript is not None
        chat.app.chat.transcript.add_earlier(packed(history[:-20]))
        await chat.until(lambda: bar(chat).endswith("1 of 6"))
        assert read(chat)[:10] == before[:10]

        await chat.press("N")
        await chat.until(lambda: bar(chat).endswith("6 of 6"))
        assert chat.sees("Answer 5 ")


async def test_a_match_in_a_folded_call_is_counted_and_opened() -> None:
    async with a_long_chat(20) as chat:
        await chat.emit(
            turn_started("run it", prompt_id="u-new"),
            ToolCallStarted(
                session_id="s1",
                turn_id="t1",
                call_id="c",
                part_id="p",
                name="run_command",
                arguments='{"command": "make"}',
            ),
            ToolCallEnded(
                session_id="s1",
                turn_id="t1",
                call_id="c",
                part_id="p",
                text="first\nthe needle\nlast",
            ),
        )
        assert not chat.sees("the needle")

        await search(chat, "the needle")

        assert chat.sees("the needle")
        assert marked(chat) == [("the needle", "current")]


async def test_what_is_typed_before_the_session_is_there_is_sought_in_it() -> None:
    async with running_chat(is_open=False) as chat:
        await chat.press("ctrl+f")
        chat.type_burst(b"needle")
        await chat.until(lambda: "no match" in bar(chat))

        await chat.emit(opened(messages=a_history(60)))

        await chat.until(lambda: bar(chat).endswith("1 of 6"))
        assert chat.sees("Answer 55 has a Needle")
        chat.type_burst(b"!")
        await chat.until(lambda: bar(chat).startswith("/ needle!"))


async def test_another_session_ends_the_search() -> None:
    async with a_long_chat() as chat:
        await search(chat, "needle")
        await chat.press("enter")
        await chat.show("s2", messages=a_history(3))
        await chat.until(lambda: not bar(chat))

        assert marked(chat) == []


async def test_the_match_stays_in_view_when_the_window_gets_smaller() -> None:
    async with a_long_chat() as chat:
        await search(chat, "answer 12")
        await chat.resize(50, 14)
        await chat.until(lambda: chat.sees("Answer 12"))

        assert ("Answer 12", "current") in marked(chat)


async def test_without_colours_the_matches_are_still_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running_chat(is_open=False) as chat:
        await chat.emit(opened(messages=(a_message("needle and needle"),)))
        await chat.press("f6")
        await search(chat, "needle")
        looks = [
            (segment.style.reverse, segment.style.underline)
            for strip in chat.painted()
            for segment in strip
            if segment.text == "needle" and segment.style and segment.style.reverse
        ]

    assert looks == [(True, False), (True, True)]


async def test_a_match_that_no_row_shows_is_counted_and_led_to() -> None:
    messages = list(a_history(30))
    link = "See [the page](https://example.org/hidden)."
    messages[21] = a_message(link, message_id="a10", role=Role.ASSISTANT)
    async with running_chat(is_open=False) as chat:
        await chat.emit(opened(messages=tuple(messages)))
        await chat.until_sees("Answer 29")
        await chat.press("f6")
        await search(chat, "org/hidden")

        assert bar(chat).endswith("1 of 1")
        assert chat.sees("See the page")
        assert marked(chat) == []

        await chat.press("enter", "n")
        assert chat.sees("See the page")


@pytest.mark.parametrize("theme", ["agent-tui-light", "system", "high-contrast"])
async def test_the_bar_looks_alike_in_every_theme(theme: str) -> None:
    async with running_chat(is_open=False, theme=theme) as chat:
        await chat.emit(opened(messages=(a_message("needle and needle"),)))
        await chat.press("f6")
        await search(chat, "needle")
        assert [kind for _, kind in marked(chat)] == ["other", "current"]

        await chat.press("s")
        await chat.until(lambda: bar(chat).endswith("no match"))


async def test_page_keys_scroll_while_one_searches() -> None:
    async with a_long_chat() as chat:
        await search(chat, "needle")
        before = read(chat)
        await chat.press("pageup")

        assert read(chat) != before
        assert bar(chat).endswith("1 of 6")


async def test_pasted_text_becomes_one_harmless_line() -> None:
    async with a_long_chat() as chat:
        await chat.press("slash")
        chat.app.post_message(events.Paste("answer\n 12\x1b[2J"))
        await chat.until(lambda: "␛[2J" in bar(chat))

        assert bar(chat).startswith("/ answer 12␛[2J")
        assert chat.composer.text == ""


async def test_a_closed_bar_gets_no_focus_back() -> None:
    async with a_long_chat() as chat:
        await search(chat, "needle")
        field = chat.app.focused
        await chat.press("escape")
        chat.app.chat.set_focus(field)
        await chat.press("w")

        assert chat.composer.text == "w"
