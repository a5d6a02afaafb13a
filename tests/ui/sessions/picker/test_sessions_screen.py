"""The list of stored sessions in the chat: what it asks the engine, what keys do in it."""

from __future__ import annotations

from agent_tui.protocol.events import HistoryLoaded
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.finding_events import (
    SessionPreviewed,
    StoredDeleted,
    StoredRefused,
    StoredRenamed,
)
from agent_tui.protocol.finding_inputs import (
    DeleteStored,
    PreviewSession,
    RenameStored,
    SearchSessions,
)
from agent_tui.protocol.inputs import ListSessions, OpenSession
from agent_tui.protocol.messages import Role
from agent_tui.protocol.packed_messages import packed
from agent_tui.protocol.session_events import SessionsListed
from tests.ui.running_chat import RunningChat, a_message, opened, running_chat
from tests.ui.sessions.picker.builders import a_hit, found, stored

SESSIONS = (stored("s7", "Parsers"), stored("s8", "Lexers"), stored("s9", "Else", cwd="/other"))


async def open_list(chat: RunningChat, command: str = "/resume") -> None:
    await chat.enter(command)
    await chat.emit(SessionsListed(session_id="s1", sessions=SESSIONS))


def asked(chat: RunningChat, kind: type) -> list[object]:
    return [one for one in chat.engine.inputs if isinstance(one, kind)]


async def test_the_list_opens_filters_previews_and_opens_a_session() -> None:
    async with running_chat(size=(120, 24)) as chat:
        await open_list(chat)
        assert asked(chat, ListSessions) == [ListSessions(session_id="s1")]
        await chat.until_sees("Parsers")
        assert not chat.sees("Else")
        await chat.press("tab", *"lex")
        assert not chat.sees("Parsers ")
        await chat.until(
            lambda: PreviewSession(session_id="s1", stored_id="s8") in chat.engine.inputs
        )
        await chat.emit(SessionPreviewed(stored_id="s8", messages=(a_message("the last words"),)))
        await chat.until_sees("the last words")

        await chat.press("enter")
        assert asked(chat, OpenSession)[-1] == OpenSession(session_id="s1", stored_id="s8")
        assert chat.app.screen is chat.app.chat


async def test_of_many_sessions_the_last_used_come_first_and_then_all() -> None:
    many = tuple(stored(f"s{at}", f"Title {at}") for at in range(300))
    async with running_chat() as chat:
        await chat.enter("/resume")
        await chat.emit(SessionsListed(session_id="s1", sessions=many[:200]))
        await chat.until_sees("200 of 200")
        assert asked(chat, ListSessions)[-1] == ListSessions(session_id="s1", limit=0)
        await chat.emit(SessionsListed(session_id="s1", sessions=many, unreadable=1))

        assert chat.sees("300 of 300")
        await chat.press("end")
        await chat.until_sees("Title 299")
        assert not chat.sees("Title 1 ")
        assert chat.sees("1 session cannot be read")
        assert len(asked(chat, ListSessions)) == 2


async def test_a_session_is_renamed_and_deleted_within_its_row() -> None:
    async with running_chat() as chat:
        await open_list(chat)
        await chat.until_sees("Parsers")
        await chat.press("ctrl+r", *"!!", "enter")
        assert asked(chat, RenameStored)[-1].title == "Parsers!!"  # type: ignore[attr-defined]
        await chat.emit(StoredRenamed(stored_id="s7", title="Parsers!!"))
        assert chat.sees("Parsers!!")

        await chat.press("ctrl+d", "n")
        await chat.press("ctrl+d", "escape")
        assert chat.app.screen is not chat.app.chat  # Esc took the question back, not the list
        await chat.press("ctrl+r", "x", "escape")
        assert (asked(chat, DeleteStored), len(asked(chat, RenameStored))) == ([], 1)
        await chat.press("ctrl+d", "y")
        assert asked(chat, DeleteStored) == [DeleteStored(session_id="s1", stored_id="s7")]
        failure = Failure(kind="x", title="x", text="It is open in process 7.")
        await chat.emit(StoredRefused(stored_id="s7", failure=failure))
        assert chat.sees("It is open in process 7.")
        await chat.emit(StoredDeleted(stored_id="s7"))
        assert not chat.sees("Parsers")

        await chat.press("escape")
        assert chat.app.screen is chat.app.chat


async def test_what_was_said_is_sought_while_one_types_and_a_hit_leads_to_its_place() -> None:
    async with running_chat() as chat:
        await open_list(chat, "/search tokens")
        await chat.until(lambda: bool(asked(chat, SearchSessions)))
        sought = asked(chat, SearchSessions)[-1]
        assert isinstance(sought, SearchSessions)
        assert (sought.text, sought.is_here_only) == ("tokens", False)
        await chat.emit(found(a_hit(), query_id=sought.query_id), found(query_id="another"))
        await chat.until_sees("agent they read tokens")
        assert chat.sees("Found in all projects · 1")
        await chat.press("up")
        assert chat.sees("In titles and conversations")  # it says how far the search is
        assert not chat.sees("^R")

        await chat.press("enter")
        history = [a_message(f"prompt {at}", message_id=f"e{at}") for at in range(60)]
        history[5] = a_message("they read tokens", message_id="m1")
        await chat.emit(opened("s7", messages=tuple(history)))
        await chat.until_sees("1 of 1")
        assert chat.sees("they read tokens")
        transcript = chat.app.chat.transcript
        assert transcript is not None
        assert not transcript.follows
        assert transcript.is_searching


async def test_of_a_long_answer_the_part_with_the_words_comes_to_the_top() -> None:
    parts = [f"## Part {at}\n\n" + "It says nothing. " * 800 for at in range(5)]
    parts[3] = "## Part 3\n\nthey read tokens"
    answer = a_message("\n\n".join(parts), message_id="m1", role=Role.ASSISTANT)
    async with running_chat() as chat:
        chat.app.open_stored("s7", a_hit())
        await chat.emit(opened("s7", messages=(a_message("go", message_id="m0"), answer)))

        await chat.until_sees("they read tokens")


async def test_a_hit_in_the_earlier_part_waits_until_that_is_read() -> None:
    async with running_chat() as chat:
        chat.app.open_stored("s7", a_hit())
        await chat.emit(
            opened("s7", messages=(a_message("end", message_id="m9"),), has_earlier=True)
        )
        earlier = [a_message(f"prompt {at}", message_id=f"e{at}") for at in range(400)]
        earlier[5] = a_message("long ago they read tokens", message_id="m1")
        await chat.emit(HistoryLoaded(session_id="s7", messages=packed(earlier)))

        await chat.until_sees("long ago they read tokens")
        await chat.until_sees("prompt 6")


async def test_a_place_that_is_not_in_the_history_is_told_with_the_way_to_it() -> None:
    async with running_chat() as chat:
        chat.app.open_stored("s7", a_hit(is_left=True))
        await chat.emit(opened("s7", messages=(a_message("end", message_id="m9"),)))
        await chat.until_sees("/tree shows all branches")
        chat.app.open_stored("s7", a_hit())
        await chat.emit(opened("s7", messages=(a_message("end", message_id="m9"),)))
        await chat.until_sees("The place is not in this history")
