"""Measures one engine from its making to its end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.status import Stage
from agent_tui.telemetry.phase_meter import PhaseMeter
from agent_tui.telemetry.session_meter import MEASURED, SessionMeter
from agent_tui.telemetry.sheet import Sheet
from agent_tui.telemetry.telemetry import Telemetry


class EngineTelemetry:
    """Thread-safe; nothing here waits or raises. Nothing is told after `end`.

    app: the program's name. server_of: see `Sheet`. now: Unix seconds. monotonic: seconds, for
    measuring.
    """

    def __init__(
        self,
        telemetry: Telemetry,
        *,
        app: str,
        server_of: Callable[[str], tuple[str, int]],
        now: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sheet = Sheet(
            telemetry.emit,
            app=app,
            monotonic=monotonic,
            server_of=server_of,
            includes_content=telemetry.includes_content,
        )
        self._now = now
        self._sessions = SessionMeter(self._sheet)
        self._phases = PhaseMeter(self._sheet)
        self._lock = threading.Lock()
        self._is_ended = False

    def observe(self, event: AgentEvent) -> None:
        """Whatever the engine tells, in its order."""
        if type(event) not in MEASURED:  # most are deltas, and this is on the engine's way
            return
        with self._lock:
            if not self._is_ended:
                self._sessions.take(event)

    def enter(self, phase: Stage, at: float) -> None:
        """This phase is on. at: since when, Unix seconds."""
        with self._lock:
            if not self._is_ended:
                self._phases.enter(phase, at)

    def mark_step(self, step: str, duration_s: float, *, is_complete: bool) -> None:
        """A step of the shutdown was taken. is_complete False: it was left at its limit."""
        with self._lock:
            if not self._is_ended:
                self._sheet.tell(
                    "shutdown.step",
                    AgentEvent(time=self._now()),
                    {"duration_s": duration_s},
                    {"step": step, "is_complete": is_complete},
                )

    def end(self, error_type: str = "") -> None:
        """The engine runs no more; the first call counts. error_type: what made it fail, "" when
        it ended in order."""
        with self._lock:
            if self._is_ended:
                return
            if error_type:
                self._sessions.crash_without_session(self._now(), error_type)
            self._sessions.end(self._now(), error_type)
            self._phases.end(self._now())
            self._is_ended = True
