"""Which events are of the turn that a prompt got."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import PromptRefused, TurnEnded, TurnStarted
from agent_tui.protocol.prompt_events import PromptDelivered
from agent_tui.protocol.results import TurnResult


class OwnTurn:
    """Tells the events of one prompt's turn from those of turns that are played before it."""

    def __init__(self, prompt_id: str) -> None:
        self._prompt_id = prompt_id
        self._turn_id = ""  # until the turn has begun
        self._last = AgentEvent()

    def has(self, event: AgentEvent) -> bool:
        """The event is of this turn, or of no turn and no other prompt. To be asked for each one,
        in order."""
        match event:
            case TurnStarted() | PromptDelivered() if event.prompt.id == self._prompt_id:
                self._turn_id = event.turn_id
            case PromptRefused() if event.prompt_id != self._prompt_id:
                return False
        is_own = event.turn_id in ("", self._turn_id)
        if is_own:
            self._last = event
        return is_own

    def missing_end(self, result: TurnResult) -> TurnEnded | None:
        """The end of a prompt that was taken back before its turn, of which no event tells; None
        when the last event was an end."""
        last = self._last
        if isinstance(last, TurnEnded | PromptRefused):
            return None
        return TurnEnded(session_id=result.session_id, seq=last.seq, time=last.time, result=result)
