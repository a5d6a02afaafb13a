"""The rest of a long session comes while the user looks, scrolls and types."""

from __future__ import annotations

from agent_tui.protocol.events import HistoryLoaded, StepStarted
from agent_tui.protocol.messages import ChatMessage, Role
from agent_tui.protocol.packed_messages import packed
from agent_tui.ui.transcript.transcript import Transcript
from tests.ui.running_chat import RunningChat, a_message, opened, running_chat, turn_started

LOADING = "loading earlier messages …"


def turns(first: int, end: int) -> tuple[ChatMessage, ...]:
    return tuple(
        a_message(f"{word} {turn}", message_id=f"{word}{turn}", role=role)
        for turn in range(first, end)
        for word, role in (("question", Role.USER), ("answer", Role.ASSISTANT))
    )


def the_rest() -> HistoryLoaded:
    return HistoryLoaded(session_id="s1", messages=packed(turns(0, 900)))


async def open_end(chat: RunningChat) -> None:
    await chat.emit(opened(messages=turns(900, 930), has_earlier=True))
    await chat.until_sees("answer 929")


def transcript(chat: RunningChat) -> Transcript:
    assert chat.app.chat.transcript is not None
    return chat.app.chat.transcript


def shown(chat: RunningChat) -> list[str]:
    """The rows of the transcript, without the scroll bar."""
    return [row.rstrip(" ▁▂▃▄▅▆▇█") for row in chat.rows()[: transcript(chat).size.height]]


def is_whole(chat: RunningChat) -> bool:
    return transcript(chat).content.is_whole


async def test_the_end_is_shown_and_above_it_that_more_is_coming() -> None:
    async with running_chat(is_open=False) as chat:
        await open_end(chat)
        assert not chat.sees(LOADING)

        await chat.press("ctrl+home")

        assert shown(chat)[0].strip() == LOADING


async def test_nothing_in_view_moves_when_the_rest_comes() -> None:
    async with running_chat(is_open=False) as chat:
        await open_end(chat)
        await chat.press("pageup")
        before = shown(chat)

        await chat.emit(the_rest())
        await chat.until(lambda: is_whole(chat))

        assert shown(chat) == before


async def test_whoever_went_to_the_start_is_there_when_the_rest_has_come() -> None:
    async with running_chat(is_open=False) as chat:
        await open_end(chat)
        await chat.press("ctrl+home")

        await chat.emit(the_rest())
        await chat.until(lambda: is_whole(chat))

        assert shown(chat)[0] == "❯ question 0"
        assert not chat.sees(LOADING)


async def test_whoever_waits_at_the_top_can_read_on_upwards() -> None:
    async with running_chat(is_open=False) as chat:
        await open_end(chat)
        await chat.press("ctrl+home", "pagedown", "pageup")
        before = shown(chat)
        assert before[0].strip() == LOADING

        await chat.emit(the_rest())
        await chat.until(lambda: is_whole(chat))
        assert shown(chat)[1:] == before[1:]
        await chat.press("pageup")

        assert chat.sees("question 899")


async def test_a_prompt_sent_meanwhile_says_what_it_waits_for() -> None:
    async with running_chat(is_open=False) as chat:
        await open_end(chat)

        await chat.emit(turn_started("and now?", prompt_id="m1"))
        assert chat.sees("loading history")
        await chat.emit(the_rest(), StepStarted(session_id="s1", turn_id="t1", step=1, model="m"))

        assert not chat.sees("loading history")


async def test_up_calls_up_prompts_of_the_rest_too() -> None:
    async with running_chat(is_open=False) as chat:
        await chat.emit(opened(messages=turns(900, 901), has_earlier=True))
        await chat.press("up")
        assert chat.composer.text == "question 900"

        await chat.emit(the_rest())
        await chat.press("up")

        assert chat.composer.text == "question 899"


async def test_another_session_is_not_given_the_rest_of_the_one_before() -> None:
    async with running_chat(is_open=False) as chat:
        await open_end(chat)
        await chat.emit(the_rest())
        await chat.show("s2", messages=turns(0, 2))

        await chat.press("ctrl+home")

        assert is_whole(chat)
        assert shown(chat)[0] == "❯ question 0"
        assert not chat.sees("question 2")
