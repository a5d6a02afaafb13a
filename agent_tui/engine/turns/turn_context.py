"""What a turn needs of its session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.clock import Clock
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.turns.context_window import ContextUsage
from agent_tui.engine.turns.endpoint import Endpoint
from agent_tui.engine.turns.history import History
from agent_tui.engine.turns.turn_events import TurnEvents
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.usage import Usage


@dataclass(frozen=True)
class TurnContext:
    """Lives as long as one turn.

    endpoint: asked anew for each request, because the user may change the model meanwhile; raises
    `ConfigError`. report_usage: told after each request; the usage is zero when the provider was
    silent.
    """

    events: TurnEvents
    history: History
    journal: JournalWriter
    clock: Clock
    options: EngineOptions
    cwd: str
    token: CancellationToken
    endpoint: Callable[[], Endpoint]
    report_usage: Callable[[Usage, ContextUsage], None]

    def keep(self, message: ChatMessage) -> None:
        """Put a message into the history and the journal."""
        self.history.append(message)
        self.journal.append_message(message)
