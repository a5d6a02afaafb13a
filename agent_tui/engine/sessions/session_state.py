"""What a session says about itself."""

from __future__ import annotations

from msgspec.structs import replace

from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.turns.context_window import ContextUsage
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import (
    SessionInfoChanged,
    SessionStatusChanged,
    UsageUpdated,
)
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import SessionStatus, TurnStatus
from agent_tui.protocol.usage import Usage


class SessionState:
    """The session's snapshot and its publication. Use on the controller's loop; never waits."""

    def __init__(self, hub: EventHub, info: SessionInfo) -> None:
        self._hub = hub
        self.is_title_given = False  # by the user, in this run
        self.info = info  # replaced, never changed; without telling anybody when set directly

    def publish(self, event: AgentEvent) -> None:
        """Publish an event under the session's id."""
        self._hub.publish_now(replace(event, session_id=self.info.id))

    def tell(self, info: SessionInfo) -> None:
        """Replace the snapshot and say so."""
        if info != self.info:
            self.publish(SessionInfoChanged(info=info))
            self.info = info

    def set_status(self, status: SessionStatus) -> None:
        """Move to another status and say so."""
        if status is not self.info.status:
            self.publish(SessionStatusChanged(status=status))
            self.info = replace(self.info, status=status)

    def count_usage(self, usage: Usage, context: ContextUsage, *, turn_id: str) -> None:
        """Add what a request took, and say so."""
        self.info = info = replace(
            self.info,
            usage=self.info.usage + usage,
            context_tokens=context.tokens,
            is_context_estimated=context.is_estimated,
        )
        self.publish(
            UsageUpdated(
                turn_id=turn_id,
                usage=info.usage,
                context_tokens=info.context_tokens,
                context_window=info.context_window,
                is_context_estimated=info.is_context_estimated,
            )
        )


def status_after(result: TurnResult) -> SessionStatus:
    """The session's status when a turn has ended; it stays until the next prompt."""
    match result.status:
        case TurnStatus.CANCELLED | TurnStatus.INTERRUPTED:
            return SessionStatus.CANCELLED
        case TurnStatus.ERROR:
            return SessionStatus.ERROR
        case _:
            return SessionStatus.IDLE
