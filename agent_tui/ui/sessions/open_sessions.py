"""The sessions that are open, how each of them stands, and which comes after which. Pure."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from agent_tui.protocol.ids import short_id
from agent_tui.protocol.sessions import SessionInfo


class Badge(StrEnum):
    """How an open session stands; the value is the word for people. The first is the most
    urgent."""

    WAITING = "waits for you"  # a permission request or a question is open
    FAILED = "failed"  # its turn did, while it was not in view
    RUNNING = "running"
    DONE = "done"  # its turn ended, while it was not in view
    OPEN = "open"  # nothing to tell


PLACES_WITH_KEYS = 9
"""Places that have a key of their own."""

NEWS = frozenset({Badge.WAITING, Badge.FAILED, Badge.DONE})
"""What somebody would want to look at."""


class OpenSession(Struct):
    """One of them; what sees the events changes it. turn_id, turn_started_at: of the turn that was
    begun last, by the screen's monotonic clock. requests: ids of what it asks its person.
    has_queue: prompts wait and go out by themselves. shells: ids of the user's shell commands that
    run. ended: `DONE` or `FAILED` until it is looked at."""

    info: SessionInfo
    is_running: bool = False
    turn_id: str = ""
    turn_started_at: float = 0.0
    requests: frozenset[str] = frozenset()
    has_queue: bool = False
    shells: frozenset[str] = frozenset()
    ended: Badge | None = None

    @property
    def badge(self) -> Badge:
        """How it stands."""
        if self.requests:
            return Badge.WAITING
        if self.is_running:
            return Badge.RUNNING
        return self.ended or Badge.OPEN

    @property
    def going_on(self) -> str:
        """What would be cut short if it were closed now, "" when nothing."""
        if self.is_running or self.requests:
            return "a turn is running"
        if self.shells:
            return "a shell command is running"
        return "prompts are waiting" if self.has_queue else ""

    @property
    def title(self) -> str:
        """Foreign text; the short id before there is a title."""
        return self.info.title or short_id(self.info.id)


class OpenSessions:
    """In the order of their opening; the first has place 1. Call on the UI loop.

    shown_id: gives the id of the session in view, "" before there is one.
    """

    def __init__(self, shown_id: Callable[[], str]) -> None:
        self._shown_id = shown_id
        self._sessions: dict[str, OpenSession] = {}

    @property
    def all(self) -> tuple[OpenSession, ...]:
        """By place."""
        return tuple(self._sessions.values())

    @property
    def others(self) -> tuple[OpenSession, ...]:
        """All but the one in view."""
        shown = self._shown_id()
        return tuple(one for key, one in self._sessions.items() if key != shown)

    def is_shown(self, session_id: str) -> bool:
        """It is in view."""
        return session_id == self._shown_id()

    def find(self, session_id: str) -> OpenSession | None:
        """None when it is not open."""
        return self._sessions.get(session_id)

    def badge(self, session_id: str) -> Badge | None:
        """How a session stands; None when it is not open."""
        session = self._sessions.get(session_id)
        return None if session is None else session.badge

    def opened(self, info: SessionInfo) -> OpenSession:
        """A session was opened, or tells its state again."""
        session = self._sessions.get(info.id)
        if session is None:
            session = self._sessions[info.id] = OpenSession(info)
        session.info = info
        if self.is_shown(info.id):
            session.ended = None
        return session

    def closed(self, session_id: str) -> None:
        """It is not open any more."""
        self._sessions.pop(session_id, None)

    def at(self, place: int) -> str:
        """The id of the session at a place, "" when there is none."""
        ids = [*self._sessions]
        return ids[place - 1] if 0 < place <= len(ids) else ""

    def next(self) -> str:
        """The id of the session to look at next: one that waits for its person, else one that has
        news, else the next by place; "" when there is no other."""
        order = self._after_shown
        for wanted in ({Badge.WAITING}, NEWS):
            for session_id in order:
                if self._sessions[session_id].badge in wanted:
                    return session_id
        return order[0] if order else ""

    def previous(self) -> str:
        """The one before, by place; "" when there is no other."""
        order = self._after_shown
        return order[-1] if order else ""

    @property
    def _after_shown(self) -> list[str]:
        """The others, beginning behind the one in view, round to those before it."""
        ids = [*self._sessions]
        shown = self._shown_id()
        if shown not in ids:
            return ids
        at = ids.index(shown)
        return ids[at + 1 :] + ids[:at]
