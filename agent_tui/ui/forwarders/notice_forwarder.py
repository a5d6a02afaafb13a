"""Shows what the user should read: notices, refusals, lists that were asked for."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import ModelsListed, NoticeRaised, PromptRefused, SessionOpened
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.transcript.transcript import Transcript

MOST_MODELS = 100
"""Longer lists are cut: nobody reads them, and /model takes any name."""


class NoticeForwarder:
    """To the transcript, between turns. What came before the first session is repeated in it."""

    events = (SessionOpened, NoticeRaised, PromptRefused, ModelsListed)

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
            case ModelsListed(provider=provider, models=models):
                title = f"Models of {provider}"
                self._transcript.add_notice(NoticeLevel.INFO, title, models_text(models))
            case SessionOpened():
                early, self._early = self._early or (), None
                for notice in early:
                    self._show(notice)

    def _show(self, notice: NoticeRaised) -> None:
        self._transcript.add_notice(notice.level, notice.title, notice.text)


def models_text(models: tuple[str, ...]) -> str:
    """One model a line, and how to choose one."""
    if not models:
        return "The provider lists none. /model NAME works with any name."
    more = len(models) - MOST_MODELS
    rows = [
        *models[:MOST_MODELS],
        f"and {more} more" if more > 0 else "",
        "Choose with /model NAME.",
    ]
    return "\n".join(row for row in rows if row)
