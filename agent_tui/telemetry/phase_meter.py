"""Measures the phases of the program."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.status import Stage
from agent_tui.telemetry.sheet import Sheet


class PhaseMeter:
    """Tells the start and the end of each phase. All times are Unix seconds."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._phase: Stage | None = None
        self._since = 0.0

    def enter(self, phase: Stage, at: float) -> None:
        """This phase is on from then, and the one before it is over."""
        self.end(at)
        self._phase, self._since = phase, at
        self._sheet.tell("phase.start", AgentEvent(time=at), {}, {"phase": phase.value})

    def end(self, at: float) -> None:
        """No phase is on any more."""
        if self._phase is not None:
            measured = {"duration_s": max(at - self._since, 0.0)}
            facts = {"phase": self._phase.value}
            self._sheet.tell("phase.stop", AgentEvent(time=at), measured, facts)
        self._phase = None
