"""Where the reader was in a session is where they come back to."""

from __future__ import annotations

from agent_tui.protocol.events import HistoryLoaded
from agent_tui.protocol.packed_messages import packed
from agent_tui.protocol.status import NoticeLevel
from tests.ui.running_chat import RunningChat, opened, running_chat, turn_ended
from tests.ui.test_earlier_history import turns


def top(chat: RunningChat) -> str:
    return chat.rows()[0]


async def test_the_place_is_kept_and_the_end_is_followed_again() -> None:
    history = turns(0, 30)
    async with running_chat(is_open=False) as chat:
        await chat.emit(opened(messages=history))
        chat.app.chat.show_notice(NoticeLevel.INFO, "Only", "on this screen")
        await chat.press("pageup", "pageup")
        before = top(chat)

        await chat.show("s2", messages=turns(100, 130))
        assert chat.sees("question 129")
        await chat.show("s1", messages=history)
        assert top(chat) == before

        await chat.show("s2", messages=turns(100, 131))
        assert chat.sees("question 130")


async def test_a_place_in_the_earlier_history_is_found_once_that_is_there() -> None:
    rest = HistoryLoaded(session_id="s1", messages=packed(turns(0, 200)))
    end = opened(messages=turns(200, 202), has_earlier=True)
    async with running_chat(is_open=False) as chat:
        await chat.emit(end, rest, turn_ended())
        transcript = chat.app.chat.transcript
        assert transcript is not None
        await chat.until(lambda: transcript.content.is_whole)
        await chat.press("ctrl+home", "pagedown")
        before = top(chat)
        assert "question 200" not in before

        await chat.show("s2")
        chat.app.link.open_session("s1")
        await chat.emit(end, rest)

        await chat.until(lambda: top(chat) == before)
