"""The shape of a forwarder."""

from __future__ import annotations

from typing import Protocol

from agent_tui.protocol.agent_event import AgentEvent


class Forwarder(Protocol):
    """Shows events at one destination. Called on the UI loop, with events of the shown session
    only, unless the pump was told otherwise."""

    @property
    def events(self) -> tuple[type[AgentEvent], ...]:
        """The event classes that it wants to see."""
        ...

    def forward(self, event: AgentEvent) -> None:
        """Show one event."""
        ...
