"""Brings permission requests and questions to their panels, of whatever session they are."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.asking_events import (
    PermissionClosed,
    PermissionRequested,
    QuestionAsked,
    QuestionClosed,
    RuleTried,
)
from agent_tui.protocol.events import SessionClosed, SessionOpened
from agent_tui.ui.panels.prompt_dock import PromptDock


class PromptForwarder:
    """To the dock of the panels. It sees the events of all sessions: the user must learn that
    another one waits."""

    events = (
        SessionOpened,
        SessionClosed,
        PermissionRequested,
        PermissionClosed,
        QuestionAsked,
        QuestionClosed,
        RuleTried,
    )

    def __init__(self, dock: PromptDock) -> None:
        self._dock = dock

    def forward(self, event: AgentEvent) -> None:
        """Show one event."""
        match event:
            case SessionOpened(info=info):
                self._dock.show_session(info.id)
            case SessionClosed(session_id=session_id):
                self._dock.close_session(session_id)
            case PermissionRequested(request=request):
                self._dock.add(request)
            case QuestionAsked(request=asked):
                self._dock.add(asked)
            case PermissionClosed(request_id=request_id) | QuestionClosed(request_id=request_id):
                self._dock.close(request_id)
            case RuleTried(trial=trial):
                self._dock.show_trial(trial)
