"""Gives the composer what belongs to it: the stored draft, older prompts, the queue to edit."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import HistoryLoaded, QueueChanged, SessionOpened, TurnStarted
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.sessions.draft_switch import DraftSwitch
from agent_tui.ui.widgets.composer import Composer

MOST_RECALLED = 100
"""Prompts of a history that comes late: nobody presses Up more often."""


class ComposerForwarder:
    """To the composer. load_project_history: called with each session that opens, after its own
    history was given."""

    events = (SessionOpened, HistoryLoaded, QueueChanged, TurnStarted)

    def __init__(
        self,
        composer: Composer,
        drafts: DraftSwitch,
        load_project_history: Callable[[SessionInfo], None],
    ) -> None:
        self._composer = composer
        self._drafts = drafts
        self._session_id = ""
        self._load_project_history = load_project_history

    def forward(self, event: AgentEvent) -> None:
        """Give one event to the composer."""
        match event:
            case SessionOpened():
                self._open(event)
            case HistoryLoaded(messages=messages):
                newest_first = filter(_is_prompt, reversed(messages))
                latest = [*islice(newest_first, MOST_RECALLED)][::-1]
                self._composer.add_earlier_history(map(self._composer.with_images, latest))
            case QueueChanged(prompts=prompts):
                self._composer.set_queued(prompts)
            case TurnStarted(prompt=prompt):
                self._composer.prompt_was_sent(prompt.id)

    def _open(self, event: SessionOpened) -> None:
        self._composer.set_history(
            self._composer.with_images(message) for message in event.messages if _is_prompt(message)
        )
        self._composer.set_queued(event.queued)
        if event.info.id != self._session_id:
            # One that tells its state again knows no more of the draft than the composer.
            self._session_id = event.info.id
            self._drafts.arrive(event.draft, event.draft_extras)
        self._load_project_history(event.info)


def _is_prompt(message: ChatMessage) -> bool:
    return message.is_prompt
