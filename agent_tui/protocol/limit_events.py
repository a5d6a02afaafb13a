"""What is told of a limit of our own."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent


class RateLimitWaiting(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The next request waits for the rate limiter, about delay_s seconds from now; its
    `StepStarted` follows. Told again when the wait turns out to be another. No failure."""

    delay_s: float
