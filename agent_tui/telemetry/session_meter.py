"""Measures the sessions of one engine, each from its opening to its end."""

from __future__ import annotations

from dataclasses import dataclass

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import (
    SessionClosed,
    SessionInfoChanged,
    SessionOpened,
    SessionStatusChanged,
    TurnEnded,
    TurnStarted,
    UsageUpdated,
)
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import SessionStatus
from agent_tui.protocol.usage import Usage
from agent_tui.telemetry.sheet import Sheet, usage_between
from agent_tui.telemetry.turn_meter import CRASH, TURN_EVENTS, TurnMeter

MEASURED = frozenset(
    {
        SessionOpened,
        SessionInfoChanged,
        SessionStatusChanged,
        SessionClosed,
        UsageUpdated,
        TurnStarted,
        *TURN_EVENTS,
        TurnEnded,
    }
)
"""The events that tell anything here."""


@dataclass
class _Session:
    """An open session. usage: of all its requests so far."""

    info: SessionInfo
    usage: Usage
    started_s: float
    turn_count: int = 0
    turn: TurnMeter | None = None


class SessionMeter:
    """Tells when sessions begin and end, and lets a `TurnMeter` tell of their turns."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._open: dict[str, _Session] = {}

    def take(self, event: AgentEvent) -> None:
        """Whatever the engine tells, in its order."""
        if isinstance(event, SessionOpened):
            self._note_open(event, event.info)
            return
        session = self._open.get(event.session_id)
        if session is None:
            return
        match event:
            case SessionInfoChanged(info=info):
                session.info, session.usage = info, info.usage
            case SessionClosed(reason=reason):
                self._close(event, session, reason)
            case UsageUpdated(usage=usage):
                if session.turn is not None and event.turn_id == session.turn.turn_id:
                    session.turn.add_usage(usage_between(session.usage, usage))
                session.usage = usage
            case SessionStatusChanged(status=status):
                if session.turn is not None:
                    is_waiting = status is SessionStatus.INTERRUPTED
                    session.turn.note_waiting(event, is_waiting=is_waiting)
            case _:
                self._take_of_turn(event, session)

    def end(self, time: float, error_type: str) -> None:
        """The engine runs no more, and what it left open ends here. time: Unix seconds.
        error_type: what made it fail, "" when it was left behind in order."""
        for session_id, session in tuple(self._open.items()):
            event = AgentEvent(session_id=session_id, time=time)
            if session.turn is not None:
                session.turn.end(event)
                session.turn = None
            if error_type:
                self._tell_crash(event, error_type)
            self._close(event, session, CRASH if error_type else "shutdown")

    def crash_without_session(self, time: float, error_type: str) -> None:
        """The engine failed and no session was open."""
        if not self._open:
            self._tell_crash(AgentEvent(time=time), error_type)

    def _note_open(self, event: AgentEvent, info: SessionInfo) -> None:
        session = self._open.get(event.session_id)
        if session is not None:  # told anew
            session.info, session.usage = info, info.usage
            return
        self._open[event.session_id] = _Session(info, info.usage, self._sheet.monotonic())
        self._sheet.tell(
            "agent.start",
            event,
            {"message_count": info.message_count},
            {"provider": info.provider, "model": info.model},
        )

    def _take_of_turn(self, event: AgentEvent, session: _Session) -> None:
        turn = session.turn
        if turn is not None and event.turn_id == turn.turn_id:
            if isinstance(event, TurnEnded):
                turn.end(event)
                session.turn = None
            else:
                turn.take(event, session.info)
        elif isinstance(event, TurnStarted):
            session.turn = TurnMeter(self._sheet, event, session.info)
            session.turn_count += 1

    def _close(self, event: AgentEvent, session: _Session, reason: str) -> None:
        del self._open[event.session_id]
        if session.turn is not None:
            session.turn.end(event)
        duration_s = self._sheet.monotonic() - session.started_s
        measured = {"duration_s": duration_s, "executions": session.turn_count}
        self._sheet.tell("agent.stop", event, measured, {"reason": reason})

    def _tell_crash(self, event: AgentEvent, error_type: str) -> None:
        self._sheet.tell("agent.crash", event, {}, {"error_type": error_type})
