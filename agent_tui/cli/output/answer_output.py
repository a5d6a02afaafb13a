"""What every output format must do."""

from __future__ import annotations

from typing import Protocol

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.results import TurnResult


class AnswerOutput(Protocol):
    """Writes one turn. Both methods raise `BrokenPipeError` when nobody reads any more."""

    def show(self, event: AgentEvent) -> None:
        """The next event, in order."""
        ...

    def finish(self, result: TurnResult) -> None:
        """The turn has ended."""
        ...
