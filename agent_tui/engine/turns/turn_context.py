"""What a turn needs of its session."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.background_tasks import BackgroundTasks
from agent_tui.engine.clock import Clock
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.tool_calls.session_tools import SessionTools
from agent_tui.engine.turns.context_window import ContextUsage
from agent_tui.engine.turns.endpoint import Endpoint
from agent_tui.engine.turns.history import History
from agent_tui.engine.turns.turn_events import TurnEvents
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.permissions import PromptOutcome
from agent_tui.protocol.requests import ToolSpec
from agent_tui.protocol.skills import Skill
from agent_tui.protocol.usage import Usage

if TYPE_CHECKING:
    # Loaded when a host has hooks.
    from agent_tui.engine.hooks.prompt_admission import PromptAdmission
    from agent_tui.engine.hooks.turn_hooks import TurnHooks

# The token's reason when a turn ends because its program or session does.
SHUTDOWN_REASON = "shutdown"


class WindowRoom(Protocol):
    """Makes room in the context window by summarising what was said. Raises only cancellation."""

    @property
    def cost_usd(self) -> float:
        """US dollars that its requests have taken so far, in all turns."""
        ...

    async def ensure_room(self, events: TurnEvents) -> None:
        """Before a request: summarise when the window is nearly full."""
        ...

    async def make_room(self, events: TurnEvents, refused: Failure) -> Failure | None:
        """The server found the request too long. None when another one may fit, else what to tell
        instead of its refusal."""
        ...

    def too_long(self, refused: Failure) -> Failure:
        """What to tell when that did not help."""
        ...


@dataclass(frozen=True)
class TurnContext:
    """Lives as long as one turn.

    endpoint: asked anew for each request, because the user may change the model meanwhile; raises
    `ConfigError`. report_usage: told after each request; the usage is zero when the provider was
    silent. join_waiting: called before each request, puts what waited for it into the history.
    tools: None when none are offered. room: makes room in the context window, None where nobody
    does. skills: that are active. admission: lets prompts into the turn, None where there are no
    hooks.
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
    join_waiting: Callable[[], Awaitable[None]]
    tasks: BackgroundTasks
    tools: SessionTools | None = None
    room: WindowRoom | None = None
    skills: Callable[[], tuple[Skill, ...]] = tuple
    admission: PromptAdmission | None = None

    @property
    def hooks(self) -> TurnHooks | None:
        """Those of the turn, None where a host has none."""
        return None if self.admission is None else self.admission.hooks

    @property
    def tool_specs(self) -> tuple[ToolSpec, ...]:
        """What the model is offered."""
        return () if self.tools is None else self.tools.parts.registry.specs

    @property
    def is_leaving(self) -> bool:
        """When the turn is cancelled: True when the program or the session goes away around it, and
        what waits for people comes back with the session."""
        return not self.token.is_cancelled or self.token.reason == SHUTDOWN_REASON

    def outcome_of_cancel(self) -> PromptOutcome:
        """How a request ends whose turn is cancelled."""
        return PromptOutcome.SHUTDOWN if self.is_leaving else PromptOutcome.CANCELLED

    def keep(self, message: ChatMessage) -> None:
        """Put a message into the history and the journal."""
        self.history.append(message)
        self.journal.append_message(message)
