"""Notes which shell commands of the user's run, for the status bar and the keys that stop them."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import SessionOpened
from agent_tui.protocol.prompt_events import ShellEnded, ShellStarted
from agent_tui.ui.widgets.status_facts import StatusFacts


class ShellForwarder:
    """To the facts. show: called after each change, to paint them."""

    events = (SessionOpened, ShellStarted, ShellEnded)

    def __init__(self, facts: StatusFacts, show: Callable[[], object]) -> None:
        self._facts = facts
        self._show = show

    def forward(self, event: AgentEvent) -> None:
        """Note one event."""
        running = self._facts.running_shells
        match event:
            case SessionOpened():
                running = ()
            case ShellStarted(command=command) if command.id not in running:
                running = (*running, command.id)
            case ShellEnded(message=message):
                running = tuple(one for one in running if one != message.id)
        self._facts.running_shells = running
        self._show()
