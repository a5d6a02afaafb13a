"""Shows the waiting prompts in the strip above the composer, and gives them back to it."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import QueueChanged, SessionOpened, TurnStarted
from agent_tui.protocol.prompt_events import PromptDelivered, QueueReturned
from agent_tui.ui.widgets.composer import Composer
from agent_tui.ui.widgets.draft_keeper import DraftKeeper
from agent_tui.ui.widgets.queue_strip import QueueStrip


class QueueForwarder:
    """To the queue strip; to the composer and the keeper of its draft what does not wait any
    more."""

    events = (SessionOpened, QueueChanged, QueueReturned, TurnStarted, PromptDelivered)

    def __init__(self, strip: QueueStrip, composer: Composer, keeper: DraftKeeper) -> None:
        self._strip, self._composer, self._keeper = strip, composer, keeper

    def forward(self, event: AgentEvent) -> None:
        """Show one event."""
        match event:
            case SessionOpened(queued=prompts, is_queue_held=is_held):
                self._strip.forget_dropped()
                self._strip.show(prompts, is_held=is_held)
            case QueueChanged(prompts=prompts, is_held=is_held):
                self._strip.show(prompts, is_held=is_held)
            case QueueReturned(prompts=prompts):
                text = "\n\n".join(prompt.text for prompt in prompts)
                images = [image for prompt in prompts for image in prompt.images]
                self._composer.put_back(text, images)
                self._keeper.keep_now()
            case TurnStarted(prompt=prompt) | PromptDelivered(prompt=prompt):
                self._strip.prompt_was_sent(prompt.id)
