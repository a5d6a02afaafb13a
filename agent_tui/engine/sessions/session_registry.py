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

    @property
    def all(self) -> tuple[Session, ...]:
        """Oldest first."""
        return tuple(self._sessions.values())

    @property
    def current(self) -> Session | None:
        """The one that was opened or addressed last; it stays known after it is closed."""
        return self._current

    def add(self, session: Session) -> None:
        """A session was opened."""
        self._sessions[session.id] = session
        self._first_id = self._first_id or session.id
        self._current = session

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
        """A session was closed."""
        self._sessions.pop(session.id, None)

    def snapshot(self) -> Iterator[AgentEvent]:
        """All open sessions as events."""
        for session in self.all:
            yield from session.snapshot()
