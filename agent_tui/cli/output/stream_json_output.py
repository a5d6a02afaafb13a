"""Every event as one line of JSON."""

from __future__ import annotations

import msgspec

from agent_tui.cli.console import Console
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.results import TurnResult


class StreamJsonOutput:
    """The events of the protocol, as they come; the last one is `TurnEnded` or `PromptRefused`."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._encoder = msgspec.json.Encoder()

    def show(self, event: AgentEvent) -> None:
        """See `AnswerOutput`."""
        self._console.write(self._encoder.encode(event).decode() + "\n")

    def finish(self, result: TurnResult) -> None:
        """The last event has said it all."""
