"""The sessions that are open."""

from __future__ import annotations

from collections.abc import Iterator

from agent_tui.engine.sessions.session import Session
from agent_tui.protocol.agent_event import AgentEvent


class SessionRegistry:
    """Sessions by id, in the order of their opening. Use on the controller's loop."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._first_id = ""
        self._current: Session | None = None
        self._front: Session | None = None
        self._recent: dict[str, Session] = {}  # the one that was opened or shown last is the last

    @property
    def all(self) -> tuple[Session, ...]:
        """Oldest first."""
        return tuple(self._sessions.values())

    @property
    def current(self) -> Session | None:
        """The one in front of the person; before anybody said so, the one that was opened or
        addressed last. It stays known after it is closed."""
        return self._front or self._current

    @property
    def behind(self) -> tuple[Session, ...]:
        """All but the one in front, the one that was there last first; () while nobody says which
        is in front."""
        if self._front is None:
            return ()
        return tuple(one for one in reversed(self._recent.values()) if one is not self._front)

    def add(self, session: Session) -> None:
        """A session was opened."""
        self._sessions[session.id] = session
        self._first_id = self._first_id or session.id
        self._current = session
        self._recent[session.id] = session

    def show(self, session: Session) -> None:
        """It is in front of the person now."""
        self._front = session
        self._recent.pop(session.id, None)
        self._recent[session.id] = session

    def find(self, session_id: str) -> Session | None:
        """An open session; "" finds the one that was opened first. None when it is closed or
        unknown."""
        return self._sessions.get(session_id or self._first_id)

    def address(self, session_id: str) -> Session | None:
        """Like `find`, and makes it the current one."""
        session = self.find(session_id)
        self._current = session or self._current
        return session

    def remove(self, session: Session) -> None:
        """A session was closed. One of the same id that was opened since stays."""
        if self._sessions.get(session.id) is session:
            del self._sessions[session.id]
            self._recent.pop(session.id, None)

    def snapshot(self) -> Iterator[AgentEvent]:
        """All open sessions as events."""
        for session in self.all:
            yield from session.snapshot()
