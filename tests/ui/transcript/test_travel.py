from __future__ import annotations

import re

from textual.app import App, ComposeResult

from agent_tui.protocol.packed_messages import packed
from agent_tui.ui.markdown import warm_up
from agent_tui.ui.transcript.transcript import Transcript
from agent_tui.ui.transcript.wanted import ConversationWanted
from tests.ui.running_chat import RunningChat, a_session, turn_started
from tests.ui.transcript.screen import a_history
from tests.ui.transcript.test_search import a_long_chat


def first_row(chat: RunningChat) -> str:
    return chat.rows()[0].replace("▌", " ").strip("❯ ▁▂▃▄▅▆▇█")


async def test_curly_brackets_bring_prompts_to_the_top() -> None:
    async with a_long_chat() as chat:
        await chat.press("{")
        first = first_row(chat)
        await chat.press("{")
        second = first_row(chat)
        await chat.press("}")

        assert (first, second) == ("question 56", "question 55")
        assert first_row(chat) == first


async def test_alt_up_and_down_travel_while_the_composer_has_the_focus() -> None:
    async with a_long_chat() as chat:
        await chat.press("f6")
        await chat.write("a draft")
        await chat.press("alt+up", "alt+up", "alt+down")

        assert first_row(chat) == "question 56"
        assert chat.composer.text == "a draft"
        assert chat.is_composing()


async def test_below_the_last_prompt_is_the_end_and_above_the_first_the_start() -> None:
    async with a_long_chat(4) as chat:
        assert chat.app.chat.transcript is not None
        await chat.press("{", "{", "{", "{", "{")
        assert first_row(chat) == "question 0"
        assert not chat.app.chat.transcript.follows

        await chat.press("}", "}", "}", "}", "}")
        assert chat.app.chat.transcript.follows


async def test_g_g_goes_to_the_start_and_shift_g_to_the_end() -> None:
    async with a_long_chat() as chat:
        await chat.press("g", "g")
        assert first_row(chat) == "question 0"

        await chat.press("G")
        assert chat.sees("Answer 59")
        assert chat.app.chat.transcript is not None
        assert chat.app.chat.transcript.follows


async def test_a_single_g_goes_nowhere() -> None:
    async with a_long_chat() as chat:
        await chat.press("g", "up", "g", "down")

        assert chat.sees("Answer 59")


async def test_travelling_tells_how_much_is_hidden_below() -> None:
    async with a_long_chat() as chat:
        await chat.press("{", "{")
        await chat.emit(turn_started("one more", prompt_id="u-new"))

        assert "1 new" in chat.rows()[-1]
        assert first_row(chat) == "question 55"


class Asked(App[None]):
    """A transcript whose earlier history may be missing, and the conversations it handed out."""

    def __init__(self) -> None:
        super().__init__()
        self.transcript = Transcript()
        self.wanted: list[ConversationWanted] = []
        self.awaited = 0

    def compose(self) -> ComposeResult:
        yield self.transcript

    def on_conversation_wanted(self, message: ConversationWanted) -> None:
        self.wanted.append(message)

    def on_travel_view_conversation_awaited(self) -> None:
        self.awaited += 1


async def test_the_conversation_is_handed_out_for_the_terminal_and_for_the_editor() -> None:
    warm_up()
    app = Asked()
    async with app.run_test() as pilot:
        app.transcript.focus()
        for message in a_history(2):
            app.transcript.open_turn("t", message)
        await pilot.press("[", "ctrl+g")

    assert [message.in_editor for message in app.wanted] == [False, True]
    assert app.wanted[0].text == app.wanted[1].text
    assert app.wanted[0].text.startswith("## You\n\nquestion 0\n")
    assert app.awaited == 0


async def test_it_waits_until_the_earlier_history_is_there() -> None:
    warm_up()
    history = a_history(40)
    app = Asked()
    async with app.run_test() as pilot:
        app.transcript.focus()
        app.transcript.open_session(a_session(), history[-4:], True)
        await pilot.press("ctrl+g")
        assert (app.wanted, app.awaited) == ([], 1)

        app.transcript.add_earlier(packed(history[:-4]))
        while not app.wanted:
            await pilot.pause(0.01)
        assert [message.in_editor for message in app.wanted] == [True]
        prompts = re.findall(r"^question (\d+)$", app.wanted[0].text, re.MULTILINE)
        assert prompts == [str(turn) for turn in range(40)]


async def test_another_session_ends_the_wait() -> None:
    warm_up()
    app = Asked()
    async with app.run_test() as pilot:
        app.transcript.focus()
        app.transcript.open_session(a_session(), a_history(1), True)
        await pilot.press("[")
        app.transcript.open_session(a_session("s2"), a_history(1))
        await pilot.pause()

    assert app.wanted == []


async def test_words_typed_in_one_burst_in_the_transcript_are_whole_in_the_composer() -> None:
    async with a_long_chat() as chat:
        chat.type_burst(b"what jazz")
        await chat.until(lambda: chat.composer.text.endswith("zz"))

        assert chat.composer.text == "what jazz"
