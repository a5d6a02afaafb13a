"""Shows what the user should read: notices and refusals."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import NoticeRaised, PromptRefused, SessionOpened
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.transcript.transcript import Transcript


class NoticeForwarder:
    """To the transcript, between turns. What came before the first session is repeated in it.

    early: what the screen itself has told by then; read when the session opens.
    """

    events = (SessionOpened, NoticeRaised, PromptRefused)

    def __init__(
        self, transcript: Transcript, early: Sequence[tuple[NoticeLevel, str, str]] = ()
    ) -> None:
        self._transcript = transcript
        self._told_by_screen = early
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
                self._repeat()

    def _repeat(self) -> None:
        if self._early is None:
            return
        early, self._early = self._early, None
        for told in self._told_by_screen:
            self._transcript.add_notice(*told)
        for notice in early:
            self._show(notice)

    def _show(self, notice: NoticeRaised) -> None:
        self._transcript.add_notice(notice.level, notice.title, notice.text)
