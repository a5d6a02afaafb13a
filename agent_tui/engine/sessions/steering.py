"""Prompts that join a turn which runs already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.mentions.session_mentions import SessionMentions
from agent_tui.engine.sessions.waiting_prompts import WaitingPrompts
from agent_tui.engine.turns.history import History
from agent_tui.engine.turns.turn_events import TurnEvents
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.prompt_events import PromptDelivered
from agent_tui.protocol.sessions import QueuedPrompt

if TYPE_CHECKING:
    # Loaded when a host has hooks.
    from agent_tui.engine.hooks.prompt_admission import PromptAdmission


class MakeMessage(Protocol):
    """Makes the message of a prompt in a turn."""

    def __call__(self, prompt: QueuedPrompt, *, turn_id: str) -> ChatMessage:
        """See the class."""
        ...


class Steering:
    """Use on the controller's loop."""

    def __init__(
        self,
        waiting: WaitingPrompts,
        mentions: SessionMentions,
        history: History,
        journal: JournalWriter,
        *,
        message: MakeMessage,
    ) -> None:
        self._waiting, self._mentions = waiting, mentions
        self._history, self._journal, self._message = history, journal, message

    async def join(
        self, events: TurnEvents, token: CancellationToken, admission: PromptAdmission | None
    ) -> None:
        """Before a request: the history gets what waited for it. admission: None without hooks."""
        self._history.settle_asides()
        taken = self._waiting.take_steering()
        left = [self._message(one, turn_id=events.turn_id) for one in taken]
        try:
            while left:
                prompt = await self._mentions.attached(left[0], token)
                passed = prompt if admission is None else await admission.steering(prompt)
                left.pop(0)
                if passed is not None:
                    self._deliver(passed, events)
        finally:
            if left and admission is not None:
                # The turn ends while hooks look at them: they go back to who wrote them.
                admission.give_back(*left)
        self._waiting.tell()

    def _deliver(self, prompt: ChatMessage, events: TurnEvents) -> None:
        self._history.append(prompt)
        self._journal.append_message(prompt)
        events.publish_now(PromptDelivered(prompt=prompt.without_pixels))
