"""Shows the waiting prompts in the strip above the composer."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import QueueChanged, SessionOpened, TurnStarted
from agent_tui.protocol.prompt_events import PromptDelivered
from agent_tui.ui.widgets.queue_strip import QueueStrip


class QueueForwarder:
    """To the queue strip."""

    events = (SessionOpened, QueueChanged, TurnStarted, PromptDelivered)

    def __init__(self, strip: QueueStrip) -> None:
        self._strip = strip

    def forward(self, event: AgentEvent) -> None:
        """Show one event."""
        match event:
            case SessionOpened(queued=prompts, is_queue_held=is_held):
                self._strip.forget_dropped()
                self._strip.show(prompts, is_held=is_held)
            case QueueChanged(prompts=prompts, is_held=is_held):
                self._strip.show(prompts, is_held=is_held)
            case TurnStarted(prompt=prompt) | PromptDelivered(prompt=prompt):
                self._strip.prompt_was_sent(prompt.id)
