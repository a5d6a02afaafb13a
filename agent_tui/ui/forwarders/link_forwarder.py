"""Tells the link to the engine which session is shown."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import SessionOpened
from agent_tui.ui.engine_link import EngineLink


class LinkForwarder:
    """To the engine link."""

    events = (SessionOpened,)

    def __init__(self, link: EngineLink) -> None:
        self._link = link

    def forward(self, event: AgentEvent) -> None:
        """Take note of one event."""
        if isinstance(event, SessionOpened):
            self._link.session_opened(event.info.id)
