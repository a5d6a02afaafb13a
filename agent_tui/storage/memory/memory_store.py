"""A store for tests and for hosts that keep nothing."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from agent_tui.errors import (
    SessionAmbiguous,
    SessionLocked,
    SessionNotFound,
    SessionStorageFailed,
)
from agent_tui.protocol.ids import short_id
from agent_tui.protocol.ports import SessionJournal, StoredSession
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.storage.memory.memory_journal import MemoryJournal, MemorySession


class MemorySessionStore:
    """A `SessionStore` whose sessions live as long as this object. Thread-safe."""

    def __init__(self) -> None:
        self._sessions: dict[str, MemorySession] = {}  # last used last
        self._guard = threading.Lock()

    def create(self, info: SessionInfo) -> SessionJournal:
        """Make a session. Raises `SessionStorageFailed` when there is one of this id."""
        with self._guard:
            if info.id in self._sessions:
                raise SessionStorageFailed(
                    f"Session {short_id(info.id)} exists already. Open it instead.",
                    session_id=info.id,
                )
            session = self._sessions[info.id] = MemorySession(info)
        return self._journal(session, info.id)

    def open(
        self, session_id: str, *, end_first: bool = False
    ) -> tuple[StoredSession, SessionJournal | None]:
        """Read a session and lock it for writing; see `SessionStore`. It is always read whole."""
        del end_first
        session = self._found(session_id)
        stored = session.stored()
        if session.writer is not None:
            info = replace(stored.info, is_read_only=True)
            return replace(stored, info=info, notes=(f"{_locked(session_id)}",)), None
        return stored, self._journal(session, session_id)

    def load(self, session_id: str) -> StoredSession:
        """Read a session. Raises `SessionNotFound`."""
        return self._found(session_id).stored()

    def sessions(self, *, cwd: str | None = None, limit: int = 0) -> tuple[SessionInfo, ...]:
        """Last used first; of one working directory when given; limit 0: all."""
        with self._guard:
            kept = tuple(reversed(self._sessions.values()))
        infos = (session.stored().info for session in kept)
        fitting = [info for info in infos if cwd is None or info.cwd == cwd]
        return tuple(fitting[:limit] if limit else fitting)

    def resolve(self, prefix: str) -> str:
        """The whole id for a prefix. Raises `SessionNotFound`, `SessionAmbiguous`."""
        with self._guard:
            ids = tuple(reversed(self._sessions))
        fitting = [one for one in ids if prefix and one.startswith(prefix)]
        if prefix in ids:
            return prefix
        if not fitting:
            raise _not_found(prefix)
        if len(fitting) > 1:
            raise _ambiguous(prefix, fitting)
        return fitting[0]

    def delete(self, session_id: str) -> None:
        """Forget a session. Raises `SessionNotFound`, `SessionLocked`."""
        if self._found(session_id).writer is not None:
            raise _locked(session_id)
        with self._guard:
            self._sessions.pop(session_id, None)

    def _found(self, session_id: str) -> MemorySession:
        with self._guard:
            session = self._sessions.get(session_id)
        if session is None:
            raise _not_found(session_id)
        return session

    def _journal(self, session: MemorySession, session_id: str) -> MemoryJournal:
        return MemoryJournal(session, session_id, partial(self._note_use, session_id))

    def _note_use(self, session_id: str) -> None:
        with self._guard:
            if (session := self._sessions.pop(session_id, None)) is not None:
                self._sessions[session_id] = session


def _not_found(session_id: str) -> SessionNotFound:
    return SessionNotFound(f"There is no session {session_id!r}.", session_id=session_id)


def _locked(session_id: str) -> SessionLocked:
    return SessionLocked(
        f"Session {short_id(session_id)} is open in another agent-tui. Close it there first.",
        session_id=session_id,
        pid=0,
        host="",
    )


def _ambiguous(prefix: str, candidates: Sequence[str]) -> SessionAmbiguous:
    shown = ", ".join(candidates)
    return SessionAmbiguous(
        f"{len(candidates)} sessions begin with {prefix!r}: {shown}. Type more of the id.",
        session_id=prefix,
        candidates=candidates,
    )
