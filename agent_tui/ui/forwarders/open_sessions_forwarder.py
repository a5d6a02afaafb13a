"""Keeps the list of open sessions, and tells when one behind the view needs its person."""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec.structs import replace

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.asking_events import (
    PermissionClosed,
    PermissionRequested,
    QuestionAsked,
    QuestionClosed,
)
from agent_tui.protocol.events import (
    QueueChanged,
    SessionClosed,
    SessionInfoChanged,
    SessionOpened,
    SessionStatusChanged,
    TurnEnded,
    TurnStarted,
)
from agent_tui.protocol.prompt_events import ShellEnded, ShellStarted
from agent_tui.protocol.status import SessionStatus, TurnStatus
from agent_tui.ui.render.cells import cut_end
from agent_tui.ui.render.one_line import one_line
from agent_tui.ui.sessions.open_sessions import Badge, OpenSession, OpenSessions
from agent_tui.ui.sessions.others_text import others_forms
from agent_tui.ui.widgets.status_facts import StatusFacts

_TITLE_CELLS = 32
_RUNNING = (SessionStatus.RUNNING, SessionStatus.INTERRUPTED)
_ENDS = {TurnStatus.ERROR: Badge.FAILED, TurnStatus.OK: Badge.DONE}
_WORDS = {Badge.WAITING: "waits for you", Badge.FAILED: "has failed", Badge.DONE: "is done"}


class OpenSessionsForwarder:
    """To the list and to the status facts. It sees the events of all sessions, after the view has.

    show: paints the facts; called when they changed. say: answers in the status bar for a moment.
    next_key: gives the key that leads to the session, "" when there is none.
    """

    events = (
        SessionOpened,
        SessionClosed,
        SessionInfoChanged,
        SessionStatusChanged,
        QueueChanged,
        TurnStarted,
        TurnEnded,
        ShellStarted,
        ShellEnded,
        PermissionRequested,
        PermissionClosed,
        QuestionAsked,
        QuestionClosed,
    )

    def __init__(
        self,
        sessions: OpenSessions,
        facts: StatusFacts,
        *,
        show: Callable[[], object],
        say: Callable[[str], object],
        next_key: Callable[[], str],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sessions, self._facts = sessions, facts
        self._show, self._say, self._next_key = show, say, next_key
        self._monotonic = monotonic

    def forward(self, event: AgentEvent) -> None:
        """Note one event."""
        match event:
            case SessionOpened(info=info, queued=queued, is_queue_held=is_held):
                session = self._sessions.opened(info)
                session.is_running = info.status in _RUNNING
                session.has_queue = bool(queued) and not is_held
                session.shells = frozenset()  # told again behind it
            case SessionClosed(session_id=session_id):
                self._sessions.closed(session_id)
            case _:
                session_of_event = self._sessions.find(event.session_id)
                if session_of_event is None:
                    return
                before = session_of_event.badge
                if isinstance(event, TurnStarted):
                    self._note_start(session_of_event, event.turn_id)
                _note(session_of_event, event)
                self._tell(session_of_event, before)
        self._count()

    def _note_start(self, session: OpenSession, turn_id: str) -> None:
        """A session that comes into view tells its turn anew, which runs since it began."""
        if session.turn_id != turn_id:
            session.turn_id, session.turn_started_at = turn_id, self._monotonic()
        elif self._sessions.is_shown(session.info.id):
            self._facts.turn_started_at = session.turn_started_at

    def _tell(self, session: OpenSession, before: Badge) -> None:
        """Say it once, in a place where nothing else is said now."""
        if self._sessions.is_shown(session.info.id):
            session.ended = None
            return
        badge = session.badge
        goes_on = badge is Badge.DONE and session.has_queue
        if badge is before or badge not in _WORDS or goes_on or self._facts.hint:
            return
        key = self._next_key()
        title = cut_end(one_line(session.title), _TITLE_CELLS)
        self._say(f"'{title}' {_WORDS[badge]}{f' · {key}' if key else ''}")

    def _count(self) -> None:
        badges = [session.badge for session in self._sessions.others]
        forms = others_forms(badges)
        is_urgent = Badge.WAITING in badges or Badge.FAILED in badges
        if (forms, is_urgent) != (self._facts.others, self._facts.is_other_urgent):
            self._facts.others, self._facts.is_other_urgent = forms, is_urgent
            self._show()


def _note(session: OpenSession, event: AgentEvent) -> None:
    match event:
        case SessionInfoChanged(info=info):
            session.info = info
        case SessionStatusChanged(status=status):
            session.info = replace(session.info, status=status)
            session.is_running = status in _RUNNING
        case QueueChanged(prompts=prompts, is_held=is_held):
            session.has_queue = bool(prompts) and not is_held
        case TurnStarted():
            session.is_running, session.ended = True, None
        case TurnEnded(result=result):
            session.is_running, session.ended = False, _ENDS.get(result.status)
        case ShellStarted(command=command):
            session.shells |= {command.id}
        case ShellEnded(message=message):
            session.shells -= {message.id}
        case _:
            _note_request(session, event)


def _note_request(session: OpenSession, event: AgentEvent) -> None:
    match event:
        case PermissionRequested(request=request):
            session.requests |= {request.id}
        case QuestionAsked(request=asked):
            session.requests |= {asked.id}
        case PermissionClosed(request_id=request_id) | QuestionClosed(request_id=request_id):
            session.requests -= {request_id}
