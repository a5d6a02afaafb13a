from __future__ import annotations

from agent_tui.protocol.events import PromptRefused, QueueChanged
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.inputs import EditQueued, ReleaseQueue, SaveDraft, SubmitPrompt
from agent_tui.protocol.sessions import QueuedPrompt
from tests.ui.running_chat import opened, running_chat, turn_started

FIRST = QueuedPrompt(id="q1", text="first")
SECOND = QueuedPrompt(id="q2", text="second\nwith more")


async def test_enter_sends_the_text_to_the_shown_session_and_empties_the_composer() -> None:
    async with running_chat() as chat:
        await chat.enter("hello")

        (sent,) = [put for put in chat.engine.inputs if isinstance(put, SubmitPrompt)]
        assert (sent.session_id, sent.text) == ("s1", "hello")
        assert chat.composer.text == ""


async def test_enter_in_the_same_burst_as_the_text_sends_all_of_it() -> None:
    async with running_chat() as chat:
        chat.type_burst(b"hello there\r")
        await chat.pilot.pause()

        assert chat.engine.texts_sent() == ["hello there"]


async def test_a_backslash_before_enter_breaks_the_line() -> None:
    async with running_chat() as chat:
        await chat.enter("one\\")

        assert chat.composer.text == "one\n"
        assert chat.engine.texts_sent() == []


async def test_ctrl_j_and_the_other_keys_break_the_line() -> None:
    async with running_chat() as chat:
        for key in ("ctrl+j", "shift+enter", "alt+enter"):
            await chat.press(key)

        assert chat.composer.text == "\n\n\n"


async def test_blanks_are_no_prompt() -> None:
    async with running_chat() as chat:
        await chat.enter("   ")

        assert chat.engine.texts_sent() == []


async def test_waiting_prompts_are_shown_with_their_first_line() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started(), QueueChanged(session_id="s1", prompts=(FIRST, SECOND)))

        assert chat.rows()[-6:-3] == [
            "  ◦ first",
            "  ◦ second …",
            "    queued: Up edits the last, F7 all · Enter queues, Alt+S steers",
        ]


async def test_enter_on_an_empty_composer_sends_the_held_queue() -> None:
    async with running_chat() as chat:
        await chat.emit(QueueChanged(session_id="s1", prompts=(FIRST,), is_held=True))
        assert chat.sees("held: Enter sends, Up edits")

        await chat.press("enter")

        assert ReleaseQueue(session_id="s1") in chat.engine.inputs


async def test_enter_on_an_empty_composer_does_nothing_while_the_queue_is_not_held() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started(), QueueChanged(session_id="s1", prompts=(FIRST,)))

        await chat.press("enter")

        assert ReleaseQueue(session_id="s1") not in chat.engine.inputs


async def test_up_takes_the_last_waiting_prompt_back_into_the_composer() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started(), QueueChanged(session_id="s1", prompts=(FIRST, SECOND)))

        await chat.press("up")

        assert chat.composer.text == "second\nwith more"
        assert EditQueued(session_id="s1", prompt_id="q2", text=None) in chat.engine.inputs


async def test_a_prompt_that_was_sent_while_it_came_back_does_not_stay_twice() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started(), QueueChanged(session_id="s1", prompts=(FIRST,)))
        await chat.press("up")

        await chat.emit(turn_started("first", prompt_id="q1", turn_id="t2"))

        assert chat.composer.text == ""


async def test_a_refused_prompt_comes_back_before_what_was_written_since() -> None:
    failure = Failure(kind="Closing", title="Shutting down", text="Send it after the restart.")
    async with running_chat() as chat:
        await chat.write("newer")

        await chat.emit(
            PromptRefused(session_id="s1", prompt_id="p", text="refused", failure=failure)
        )

        assert chat.composer.text == "refused\n\nnewer"
        assert chat.sees("Send it after the restart.")


async def test_a_prompt_that_a_closed_engine_cannot_take_stays_in_the_composer() -> None:
    async with running_chat() as chat:
        chat.engine.is_closed = True

        await chat.enter("too late")

        assert chat.composer.text == "too late"


async def test_sent_text_is_no_draft_any_more() -> None:
    async with running_chat() as chat:
        await chat.write("hello")
        chat.app.chat.keeper.keep_now()
        await chat.press("enter")

        drafts = [put.text for put in chat.engine.inputs if isinstance(put, SaveDraft)]
        assert drafts == ["hello", ""]


async def test_prompts_before_the_session_is_open_are_shown_as_waiting() -> None:
    async with running_chat(is_open=False) as chat:
        await chat.enter("quick one")

        assert chat.engine.texts_sent() == ["quick one"]
        assert chat.sees("◦ quick one")

        await chat.emit(opened())

        assert not chat.sees("◦ quick one")
