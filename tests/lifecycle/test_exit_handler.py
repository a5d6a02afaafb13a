from __future__ import annotations

import threading

import anyio
import pytest

from agent_tui.errors import SessionStorageFailed
from agent_tui.lifecycle.exit_handler import ExitContext, SaveOnExit, called
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import AppState

MESSAGE = ChatMessage(id="m1", role=Role.USER, parts=(TextPart(id="p1", text="hello"),))


def a_context(*infos: SessionInfo) -> ExitContext:
    return ExitContext(
        reason="user",
        app_state=AppState.SHUTTING_DOWN,
        sessions=infos,
        read_messages=lambda _: (MESSAGE,),
    )


async def test_a_plain_function_is_called_off_the_loop() -> None:
    threads: list[threading.Thread] = []

    await called(lambda _: threads.append(threading.current_thread()), a_context())

    assert threads[0] is not threading.current_thread()


async def test_a_plain_function_that_never_returns_can_be_left_behind() -> None:
    released = threading.Event()

    with anyio.move_on_after(0.01) as scope:
        await called(lambda _: released.wait(), a_context())
    released.set()

    assert scope.cancelled_caught


def test_saved_paths_name_only_sessions_that_are_on_disk() -> None:
    context = a_context(SessionInfo(id="a", is_saved=True, path="/sessions/a"), SessionInfo(id="b"))

    assert context.saved_paths == ("/sessions/a",)


def test_save_on_exit_without_a_store_says_what_is_missing() -> None:
    with pytest.raises(SessionStorageFailed, match="Give the application a session store"):
        SaveOnExit().on_exit(a_context(SessionInfo(id="a")))


def test_save_on_exit_leaves_saved_and_read_only_sessions_alone() -> None:
    SaveOnExit().on_exit(
        a_context(SessionInfo(id="a", is_saved=True), SessionInfo(id="b", is_read_only=True))
    )
