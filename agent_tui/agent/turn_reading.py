"""Reading the events of one prompt's turn, and what is said when it is left."""

from __future__ import annotations

from collections.abc import AsyncIterator

from agent_tui.engine.event_stream import EventStream
from agent_tui.errors import ClosedResourceError
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import PromptRefused, TurnEnded, TurnStarted
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import TurnStatus


async def until_ended(events: EventStream, prompt_id: str) -> AsyncIterator[AgentEvent]:
    """All events up to the one that ends the prompt's turn, or refuses the prompt."""
    turn_id: str | None = None
    while batch := await events.receive():
        for event in batch:
            match event:
                case TurnStarted(prompt=message) if message.id == prompt_id:
                    turn_id = event.turn_id
                case TurnEnded() if event.turn_id == turn_id:
                    yield event
                    return
                case PromptRefused(prompt_id=refused) if refused == prompt_id:
                    yield event
                    return
                case _:
                    pass
            yield event
    raise ClosedResourceError("The agent was closed while a turn was running.")


def interrupted_result(session: SessionInfo | None) -> TurnResult:
    """Of a turn that the user's Ctrl+C ended while somebody waited for it."""
    return TurnResult(
        session_id=session.id if session else "",
        turn_id="",
        status=TurnStatus.INTERRUPTED,
        reason="user",
    )


def result_in(event: AgentEvent) -> TurnResult | None:
    """The result that the event brings: of a turn, or of a prompt that was refused."""
    match event:
        case TurnEnded(result=result):
            return result
        case PromptRefused(failure=failure):
            return TurnResult(
                session_id=event.session_id, turn_id="", status=TurnStatus.ERROR, error=failure
            )
        case _:
            return None
