"""Tells the link to the engine which session is shown."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import NoticeRaised, SessionOpened
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.engine_link import EngineLink
from agent_tui.ui.widgets.composer import Composer


class LinkForwarder:
    """To the engine link; prompts for a session that did not open go back to the composer."""

    events = (SessionOpened, NoticeRaised)

    def __init__(self, link: EngineLink, composer: Composer) -> None:
        self._link = link
        self._composer = composer

    def forward(self, event: AgentEvent) -> None:
        """Take note of one event."""
        match event:
            case SessionOpened(info=info):
                self._link.session_opened(info.id)
            case NoticeRaised(level=NoticeLevel.ERROR):
                stranded = self._link.opening_failed()
                if stranded:
                    self._composer.put_back(stranded)
