"""Brings permission requests and questions to their panels, of whatever session they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.asking_events import (
    PermissionClosed,
    PermissionRequested,
    QuestionAsked,
    QuestionClosed,
    RuleTried,
)
from agent_tui.protocol.events import SessionClosed, SessionOpened

if TYPE_CHECKING:
    from agent_tui.ui.panels.prompt_dock import PromptDock


class PromptForwarder:
    """To the dock of the panels, which `make_dock` gives and makes when a request needs it.

    It sees the events of all sessions, after the view has: what another one asks is shown when
    the user turns to it. shown_id: gives the id of the session in view.
    """

    events = (
        SessionOpened,
        SessionClosed,
        PermissionRequested,
        PermissionClosed,
        QuestionAsked,
        QuestionClosed,
        RuleTried,
    )

    def __init__(self, make_dock: Callable[[], PromptDock], shown_id: Callable[[], str]) -> None:
        self._make_dock, self._shown_id = make_dock, shown_id
        self._dock: PromptDock | None = None

    def forward(self, event: AgentEvent) -> None:
        """Show one event."""
        match event:
            case SessionOpened():
                if self._dock is not None:
                    self._dock.show_session(self._shown_id())
            case PermissionRequested(request=request):
                self._made_dock().add(request)
            case QuestionAsked(request=asked):
                self._made_dock().add(asked)
            case _ if self._dock is not None:
                self._forward_to(self._dock, event)

    def _forward_to(self, dock: PromptDock, event: AgentEvent) -> None:
        match event:
            case SessionClosed(session_id=session_id):
                dock.close_session(session_id)
            case PermissionClosed(request_id=request_id) | QuestionClosed(request_id=request_id):
                dock.close(request_id)
            case RuleTried(trial=trial) if event.session_id in ("", self._shown_id()):
                dock.show_trial(trial)

    def _made_dock(self) -> PromptDock:
        """The dock, made for the first request: most sessions' first answer comes before one."""
        if self._dock is None:
            self._dock = self._make_dock()
            self._dock.show_session(self._shown_id())
        return self._dock
