"""What commands about branches may ask of the application."""

from __future__ import annotations

from typing import Protocol

from agent_tui.protocol.agent_event import AgentEvent


class Branching(Protocol):
    """Opens the tree and the rewind of the shown session."""

    def open_tree(self) -> None:
        """Show the tree."""
        ...

    def open_rewind(self, from_end: int = -1) -> None:
        """Let the user choose where to go back to. from_end: before this turn, counted from the
        last one, which is 0; -1: it is still to be chosen."""
        ...

    def told(self, event: AgentEvent) -> None:
        """The engine has told something of branches."""
        ...


class BranchHost(Protocol):
    """Call on the UI loop."""

    @property
    def branching(self) -> Branching:
        """Made at the first call."""
        ...

    def say(self, hint: str) -> None:
        """Answer a key in the status bar for a moment."""
        ...
