"""What a widget in somebody else's application needs of an agent."""

from __future__ import annotations

from typing import Protocol

from agent_tui.protocol.ports import EventSource, InputSink


class ScreenConnection(Protocol):
    """One widget's way to one agent. Call on the screen's loop."""

    @property
    def inputs(self) -> InputSink:
        """Takes inputs from the start; what comes before `open` waits for it."""
        ...

    async def open(self, *, can_ask_permission: bool, can_ask_questions: bool) -> EventSource:
        """Start the agent, unless somebody else has, and tell what happens from now on.

        can_ask_...: there is a panel for it; an agent that runs already keeps to what it was made
        with. After an error it may be called again. Raises `AgentTuiError`, and what a
        host's store or hook raises.
        """
        ...

    async def close(self, *, is_hurried: bool) -> None:
        """Tell nothing more; leave through the exit door, if `open` has started the agent.

        is_hurried: running turns get no grace.
        """
        ...


class EmbeddableAgent(Protocol):
    """An agent that a widget can show; `Agent` is one."""

    def connect_screen(self) -> ScreenConnection:
        """A way to it, for one widget. No I/O."""
        ...
