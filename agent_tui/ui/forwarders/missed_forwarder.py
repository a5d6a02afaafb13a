"""Shows what a session said while it was not in view: notices, and how its last turn ended."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import (
    NoticeRaised,
    SessionClosed,
    SessionOpened,
    TurnEnded,
    TurnStarted,
)
from agent_tui.ui.sessions.reader_places import ReaderPlaces
from agent_tui.ui.transcript.transcript import Transcript

_MOST_NOTICES = 20  # of one session; the oldest go first


class MissedForwarder:
    """To the transcript, when the session comes into view: a stored history has none of this. It
    sees the events of all sessions, after the view has.

    shown_id: gives the id of the session in view. places: go there behind it.
    """

    events = (SessionOpened, SessionClosed, NoticeRaised, TurnStarted, TurnEnded)

    def __init__(
        self, transcript: Transcript, shown_id: Callable[[], str], places: ReaderPlaces
    ) -> None:
        self._transcript, self._shown_id, self._places = transcript, shown_id, places
        self._last_shown = ""
        self._notices: dict[str, deque[NoticeRaised]] = {}
        self._ends: dict[str, TurnEnded] = {}

    def forward(self, event: AgentEvent) -> None:
        """Note one event, or show what was noted."""
        session_id = event.session_id
        match event:
            case NoticeRaised() if session_id not in ("", self._shown_id()):
                kept = self._notices.setdefault(session_id, deque(maxlen=_MOST_NOTICES))
                kept.append(event)
            case TurnStarted():
                self._ends.pop(session_id, None)
            case TurnEnded():
                self._ends[session_id] = event
            case SessionOpened(info=info):
                self._opened(info.id)
            case SessionClosed():
                self._notices.pop(session_id, None)
                self._ends.pop(session_id, None)
                self._places.forget(session_id)

    def _opened(self, session_id: str) -> None:
        is_shown = session_id == self._shown_id()
        if not is_shown or session_id == self._last_shown:
            self._ends.pop(session_id, None)  # its history may be another one now
            return
        self._last_shown = session_id
        end = self._ends.get(session_id)
        if end is not None:
            self._transcript.close_turn(end.result)
        for notice in self._notices.pop(session_id, ()):
            self._transcript.add_notice(notice.level, notice.title, notice.text)
        self._places.arrive(session_id)
