"""What a host may do when the program leaves: look, save, and veto a user's quit."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from msgspec import Struct

from agent_tui.engine.foreign_code import is_own_end
from agent_tui.errors import SessionStorageFailed
from agent_tui.protocol.ports import SessionStore
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import AppState

if TYPE_CHECKING:
    from agent_tui.protocol.messages import ChatMessage

A = TypeVar("A")
T = TypeVar("T")


def _no_messages(session_id: str) -> tuple[ChatMessage, ...]:
    del session_id
    return ()


class ExitContext(Struct, frozen=True, kw_only=True):
    """What an exit handler sees: read-only and still alive, nothing has been closed yet.

    reason: an `ExitReason` value. sessions: all open sessions, oldest first; current_session: the
    one on screen, None when there is none. saved_paths: folders of the sessions that are on disk.
    """

    reason: str
    app_state: AppState
    current_session: SessionInfo | None = None
    sessions: tuple[SessionInfo, ...] = ()
    read_messages: Callable[[str], tuple[ChatMessage, ...]] = _no_messages
    store: SessionStore | None = None

    @property
    def saved_paths(self) -> tuple[str, ...]:
        """Folders of the sessions that are on disk."""
        return tuple(info.path for info in self.sessions if info.is_saved and info.path)

    def messages(self, session_id: str) -> tuple[ChatMessage, ...]:
        """The history of an open session, oldest first."""
        return self.read_messages(session_id)


class ExitHandler:
    """Base of exit handlers; override what you need. Both methods may be `async`.

    `async` methods run on the worker's loop, others on a thread of their own, each with a time
    limit of 5 s. An exception or a time-out never stops the program from leaving; it is reported
    and makes the exit code 1.
    """

    def before_exit(self, context: ExitContext) -> bool | str | Awaitable[bool | str]:
        """May the user's quit go on? False, or a sentence that says why not, keeps the program
        open.

        Not asked for signals, fatal errors and forced exits.
        """
        del context
        return True

    def on_exit(self, context: ExitContext) -> Awaitable[None] | None:
        """The sessions are saved and still alive; everything is closed after this returns."""
        del context
        return None


class SaveOnExit(ExitHandler):
    """Writes every session that has messages and is not on disk yet.

    With saving switched on (the default) sessions are written as they happen, and this only
    retries what the disk refused before. With `save_sessions` off it makes the exit the one
    moment of saving.
    """

    def on_exit(self, context: ExitContext) -> None:
        """Raises `SessionStorageFailed` when the disk refuses again, or when there is no store."""
        for info in context.sessions:
            messages = context.messages(info.id)
            if info.is_saved or info.is_read_only or not messages:
                continue
            if context.store is None:
                raise SessionStorageFailed(
                    "SaveOnExit has no place to save to. Give the application a session store.",
                    session_id=info.id,
                )
            _write_whole(context.store, info, messages)


def _write_whole(store: SessionStore, info: SessionInfo, messages: tuple[ChatMessage, ...]) -> None:
    journal = store.create(info)
    try:
        if info.title:
            journal.append_title(info.title)
        journal.append_model(info.provider, info.model)
        for message in messages:
            journal.append_message(message)
    finally:
        journal.close("shutdown")


async def called(function: Callable[[A], T | Awaitable[T]], argument: A) -> T:
    """Call a host's function, synchronous or not, without ever blocking this loop.

    Synchronous ones run on a daemon thread of their own: one that hangs can be left behind. What
    is no `Exception`, as that of `sys.exit()`, is raised as a `RuntimeError`: it ends the call, and
    not the engine.
    """
    try:
        return await _called(function, argument)
    except BaseException as error:
        if isinstance(error, Exception) or is_own_end(error):
            raise
        raise RuntimeError(f"{type(error).__name__}: {error}") from error


async def _called(function: Callable[[A], T | Awaitable[T]], argument: A) -> T:
    if inspect.iscoroutinefunction(function):
        return cast(T, await function(argument))
    loop = asyncio.get_running_loop()
    reply: asyncio.Future[T | Awaitable[T]] = loop.create_future()

    def run() -> None:
        settle: Callable[[], object]
        try:
            value = function(argument)
        except BaseException as error:  # noqa: BLE001 - carried to the caller, whatever it is
            settle = partial(_settle_once, reply, error=error)
        else:
            settle = partial(_settle_once, reply, value=value)
        with contextlib.suppress(RuntimeError):  # the loop went on without it and is closed
            loop.call_soon_threadsafe(settle)

    threading.Thread(target=run, name="agent-tui-host-code", daemon=True).start()
    value = await reply
    return await value if inspect.isawaitable(value) else value


def _settle_once(
    reply: asyncio.Future[Any], *, value: object = None, error: BaseException | None = None
) -> None:
    if reply.done():
        return
    if error is not None:
        reply.set_exception(error)
    else:
        reply.set_result(value)
