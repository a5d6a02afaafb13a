"""Sentences for standard error about what happens beside the answer."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import NoticeRaised, RetryScheduled
from agent_tui.protocol.limit_events import RateLimitWaiting
from agent_tui.protocol.results import COST_LIMIT, TurnResult
from agent_tui.protocol.status import TurnStatus


def text_of_event(event: AgentEvent) -> str:
    """What the user should know of an event, "" for nothing."""
    match event:
        case RetryScheduled(failure=failure):
            return (
                f"{failure.text} Trying again in {event.delay_s:.0f} s "
                f"(attempt {event.attempt} of {event.max_attempts})."
            )
        case RateLimitWaiting(delay_s=delay_s):
            return f"Waiting {delay_s:.0f} s for the rate limit."
        case NoticeRaised():
            return f"{event.title}: {event.text}" if event.text else event.title
        case _:
            return ""


def text_of_end(result: TurnResult) -> str:
    """Why a turn did not end well, and what to do; "" for one that did."""
    match result.status:
        case TurnStatus.OK:
            return ""
        case TurnStatus.MAX_ITERATIONS if result.reason == COST_LIMIT:
            return "Stopped at the limit of what one turn may cost. --max-cost raises it."
        case TurnStatus.MAX_ITERATIONS:
            return "Stopped at the limit of model requests for one turn. --max-turns raises it."
        case TurnStatus.CANCELLED | TurnStatus.INTERRUPTED:
            return "Stopped before the answer was complete."
        case TurnStatus.BLOCKED | TurnStatus.STOPPED:
            return result.reason or "The turn was stopped."
        case TurnStatus.ERROR:
            return result.error.text if result.error else "The turn failed."
