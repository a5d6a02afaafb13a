"""Shows what the user should read: notices and refusals."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import NoticeRaised, PromptRefused, SessionOpened
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.transcript.transcript import Transcript


class NoticeForwarder:
    """To the transcript, between turns. What came before the first session is repeated in it."""

    events = (SessionOpened, NoticeRaised, PromptRefused)

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self._early: list[NoticeRaised] | None = []

    def forward(self, event: AgentEvent) -> None:
        """Show one event."""
        match event:
            case NoticeRaised():
                if self._early is not None:
                    self._early.append(event)
                self._show(event)
            case PromptRefused(failure=failure):
                self._transcript.add_notice(NoticeLevel.WARNING, failure.title, failure.text)
            case SessionOpened():
                early, self._early = self._early or (), None
                for notice in early:
                    self._show(notice)

    def _show(self, notice: NoticeRaised) -> None:
        self._transcript.add_notice(notice.level, notice.title, notice.text)
