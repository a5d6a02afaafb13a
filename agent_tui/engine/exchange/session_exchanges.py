"""Runs exports and imports in a thread, one at a time, and tells how they go."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar, assert_never

import anyio
import anyio.to_thread

from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.exchange.told_progress import ToldProgress
from agent_tui.engine.sessions import session_notices
from agent_tui.engine.sessions.session import Session
from agent_tui.errors import SessionError
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.exchange import ExportedSession, ExportWish, ImportReport
from agent_tui.protocol.exchange_events import SessionExported, SessionsImported
from agent_tui.protocol.exchange_inputs import (
    ExchangeInput,
    ExportSession,
    ImportSessions,
    StopExchange,
)
from agent_tui.protocol.exchange_ports import MakeExchange
from agent_tui.protocol.failures import Failure, failure_from
from agent_tui.protocol.ports import StoredSession

_Result = TypeVar("_Result")
_Job = Callable[[MakeExchange, ToldProgress], Awaitable[AgentEvent]]

BUSY = Failure(
    kind="ExchangeBusy",
    title="An export or import is running",
    text="Wait until it has ended, or stop it with /export stop.",
)
NOT_OFFERED = Failure(
    kind="ExchangeNotOffered",
    title="Nothing can be exported or imported",
    text="The application that runs this session does not offer it.",
)
NOT_STORED = Failure(
    kind="SessionNotFound",
    title="Sessions are not stored",
    text="There is no place for imported sessions: this program was started without saving them.",
)


class SessionExchanges:
    """Use on the controller's loop. Nothing here raises: failures become notices."""

    def __init__(self, parts: EngineParts) -> None:
        self._parts = parts
        self._running: ToldProgress | None = None

    def take(self, session: Session, wish: ExchangeInput) -> None:
        """Act; what takes long runs in a task."""
        match wish:
            case StopExchange():
                if self._running is not None:
                    self._running.stop()
            case ExportSession() | ImportSessions():
                self._start(session, wish)
            case _:
                assert_never(wish)

    def _start(self, session: Session, wish: ExportSession | ImportSessions) -> None:
        make = self._parts.exchange
        problem = NOT_OFFERED if make is None else BUSY if self._running is not None else None
        if isinstance(wish, ImportSessions) and self._parts.store is None:
            problem = problem or NOT_STORED
        if make is None or problem is not None:
            session.tell(session_notices.failure_notice(problem or NOT_OFFERED))
            return
        self._running = progress = ToldProgress(
            session.tell, self._parts.clock, is_import=isinstance(wish, ImportSessions)
        )
        job = (
            partial(self._import, session, wish)
            if isinstance(wish, ImportSessions)
            else (partial(self._export, session, wish))
        )
        self._parts.tasks.start_soon(partial(self._run, session, job, make, progress))

    async def _run(
        self, session: Session, job: _Job, make: MakeExchange, progress: ToldProgress
    ) -> None:
        try:
            # The thread cannot be left behind: what it has begun to write is its to remove.
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_stop_on_cancel, progress)
                session.tell(await job(make, progress))
                tasks.cancel_scope.cancel()
        except* SessionError as group:
            failed = next(one for one in group.exceptions if isinstance(one, SessionError))
            session.tell(session_notices.failure_notice(failure_from(failed)))
        finally:
            self._running = None

    async def _export(
        self, session: Session, wish: ExportSession, make: MakeExchange, progress: ToldProgress
    ) -> AgentEvent:
        await session.save()  # labels and long texts are read from the disk
        present = session.state_maker()
        store, pins = self._parts.store, tuple(session.compaction.pins.ids)
        path = _place(session, wish.path)
        export_wish = ExportWish(format=wish.format, has_thinking=wish.has_thinking)

        def work() -> ExportedSession | None:
            if present is not None:
                state = present()
                stored = StoredSession(info=state.info, messages=state.messages, pins=pins)
            else:
                assert store is not None  # only a stored history is still being read
                stored = store.load(session.id)
            return make().export(stored, export_wish, path, progress, store)

        return SessionExported(exported=await _in_thread(work))

    async def _import(
        self, session: Session, wish: ImportSessions, make: MakeExchange, progress: ToldProgress
    ) -> AgentEvent:
        store, cwd = self._parts.store, _folder(session)
        assert store is not None
        path = _place(session, wish.path)

        def work() -> ImportReport:
            return make().import_file(path, store, progress, cwd=cwd)

        report = await _in_thread(work)
        return SessionsImported(
            path=path,
            sessions=report.sessions,
            problems=report.problems,
            is_stopped=report.is_stopped,
        )


async def _stop_on_cancel(progress: ToldProgress) -> None:
    try:
        await anyio.sleep_forever()
    finally:
        progress.stop()


async def _in_thread(work: Callable[[], _Result]) -> _Result:
    return await anyio.to_thread.run_sync(work, limiter=anyio.CapacityLimiter(1))


def _folder(session: Session) -> str:
    return os.path.abspath(session.info.cwd or os.curdir)


def _place(session: Session, path: str) -> str:
    return os.path.abspath(os.path.join(_folder(session), os.path.expanduser(path)))
