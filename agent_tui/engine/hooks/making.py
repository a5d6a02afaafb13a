"""The hooks of a session, of a turn and of an answer, where a host has registered any: an engine
without hooks loads nothing of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.engine.turns.endpoint import Endpoint
from agent_tui.engine.turns.history import History
from agent_tui.engine.turns.turn_events import TurnEvents
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.messages import ChatMessage

if TYPE_CHECKING:
    from agent_tui.engine.background_tasks import BackgroundTasks
    from agent_tui.engine.clock import Clock
    from agent_tui.engine.event_hub import EventHub
    from agent_tui.engine.hooks.engine_hooks import EngineHooks
    from agent_tui.engine.hooks.prompt_admission import PromptAdmission
    from agent_tui.engine.hooks.session_hooks import SessionHooks
    from agent_tui.engine.journal.journal_writer import JournalWriter
    from agent_tui.engine.turns.turn_context import TurnContext
    from agent_tui.protocol.hooks import Hooks
    from agent_tui.protocol.sessions import SessionInfo


def engine_hooks(
    hooks: Hooks | None, hub: EventHub, tasks: BackgroundTasks, clock: Clock, *, name: str
) -> EngineHooks | None:
    """The hooks of an engine. name: of the program."""
    if hooks is None:
        return None
    from agent_tui.engine.hooks.engine_hooks import EngineHooks

    return EngineHooks(hooks, hub, tasks, clock, name=name)


def session_hooks(parts: EngineParts, state: SessionState, history: History) -> SessionHooks | None:
    """The hooks of a session; their first ones are called soon."""
    if parts.hooks is None:
        return None
    from agent_tui.engine.hooks.session_hooks import SessionHooks

    hooks = SessionHooks(parts.hooks, state, history, tasks=parts.tasks, token=parts.token)
    hooks.begin()
    return hooks


def hooked_endpoint(
    endpoint: Callable[[], Endpoint], session: SessionHooks | None, purpose: str
) -> Callable[[], Endpoint]:
    """The same endpoints, whose requests hooks see first: for those beside the turns."""
    if session is None:
        return endpoint
    from agent_tui.engine.hooks.hooked_provider import hooked

    return hooked(endpoint, session, purpose)


def prompt_admission(  # noqa: PLR0913 (keyword-only: what a turn consists of)
    session: SessionHooks | None,
    *,
    events: TurnEvents,
    token: CancellationToken,
    history: History,
    journal: JournalWriter,
    hide_secrets: Callable[[str], str],
    passed: Callable[[ChatMessage], object],
) -> PromptAdmission | None:
    """The hooks of a turn, with what they let into it. passed: told of the turn's prompt as the
    model gets it."""
    if session is None:
        return None
    from agent_tui.engine.hooks.prompt_admission import PromptAdmission
    from agent_tui.engine.hooks.turn_hooks import TurnHooks

    hooks = TurnHooks(session, events, token, hide_secrets)
    return PromptAdmission(hooks, history, journal, events, passed=passed)


def give_tools(context: TurnContext, parts: EngineParts, info: SessionInfo) -> None:
    """Let the hooks of a turn use its tools, until it ends."""
    if context.hooks is None or context.tools is None:
        return
    from agent_tui.engine.hooks.hook_tools import TurnTools

    context.hooks.tools = TurnTools(context, parts, info)
