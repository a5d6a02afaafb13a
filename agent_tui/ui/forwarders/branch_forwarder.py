"""Brings what is told of branches to the tree and the rewind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.branch_events import RewindPreviewed, SessionRewound, TreeListed

if TYPE_CHECKING:
    from agent_tui.ui.commands.branch_host import Branching


class BranchForwarder:
    """branching: gives, and at the first call makes, what acts on the screen."""

    events = (SessionRewound, RewindPreviewed, TreeListed)

    def __init__(self, branching: Callable[[], Branching]) -> None:
        self._branching = branching

    def forward(self, event: AgentEvent) -> None:
        """Hand one event on."""
        self._branching().told(event)
