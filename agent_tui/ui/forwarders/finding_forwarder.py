"""Hands what is told of stored sessions to the list that shows them, and lands in one."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import HistoryLoaded, SessionOpened
from agent_tui.protocol.finding_events import (
    SessionPreviewed,
    SessionsFound,
    StoredDeleted,
    StoredRefused,
    StoredRenamed,
)
from agent_tui.protocol.session_events import SessionsListed
from agent_tui.ui.screens.known_choices import KnownChoices


class FindingForwarder:
    """To the listener of the known choices, and to the landing that waits for its session."""

    events = (
        SessionsListed,
        SessionsFound,
        SessionPreviewed,
        StoredRenamed,
        StoredDeleted,
        StoredRefused,
        SessionOpened,
        HistoryLoaded,
    )

    def __init__(self, known: KnownChoices) -> None:
        self._known = known

    def forward(self, event: AgentEvent) -> None:
        """Hand over one event."""
        if isinstance(event, SessionOpened | HistoryLoaded):
            if self._known.landing is not None:
                self._known.landing(event)
        elif self._known.listener is not None:
            self._known.listener(event)
