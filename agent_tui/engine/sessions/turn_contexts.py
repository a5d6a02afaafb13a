"""What the turns of one session are given."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from agent_tui.engine.compaction.auto_compaction import AutoCompaction
from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.hooks.making import give_tools, prompt_admission
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.sessions.model_choice import ModelChoice
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.engine.sessions.steering import Steering
from agent_tui.engine.titles.session_title import SessionTitle
from agent_tui.engine.tool_calls.session_tools import SessionTools
from agent_tui.engine.turns.context_window import ContextUsage
from agent_tui.engine.turns.history import History
from agent_tui.engine.turns.turn_context import TurnContext
from agent_tui.engine.turns.turn_events import TurnEvents
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.usage import Usage

if TYPE_CHECKING:
    # Loaded when a host has hooks.
    from agent_tui.engine.hooks.session_hooks import SessionHooks


class TurnContexts:
    """Use on the controller's loop. hooks: None where there are none."""

    def __init__(  # noqa: PLR0913 (keyword-only: what a session consists of)
        self,
        parts: EngineParts,
        *,
        state: SessionState,
        history: History,
        journal: JournalWriter,
        models: ModelChoice,
        room: AutoCompaction,
        tools: SessionTools | None,
        hooks: SessionHooks | None,
        title: SessionTitle,
        steering: Steering,
    ) -> None:
        self._parts, self._state, self._history = parts, state, history
        self._journal, self._models, self._tools = journal, models, tools
        self._room, self._hooks = room, hooks
        self._title, self._steering = title, steering

    def context(
        self, events: TurnEvents, token: CancellationToken, *, max_iterations: int
    ) -> TurnContext:
        """For one turn. max_iterations: 0 for what the options say."""
        parts = self._parts
        admission = prompt_admission(
            self._hooks,
            events=events,
            token=token,
            history=self._history,
            journal=self._journal,
            hide_secrets=parts.options.hide_secrets,
            passed=self._title.prompt_began,
        )
        context = TurnContext(
            events=events,
            history=self._history,
            journal=self._journal,
            clock=parts.clock,
            options=parts.options.with_limit(max_iterations),
            cwd=self._state.info.cwd,
            token=token,
            endpoint=self._models.endpoint,
            skills=lambda: self._state.info.skills,
            report_usage=partial(self._count_usage, events.turn_id),
            join_waiting=partial(self._steering.join, events, token, admission),
            tasks=parts.tasks,
            tools=self._tools,
            room=self._room,
            admission=admission,
        )
        give_tools(context, parts, self._state.info)
        return context

    def _count_usage(self, turn_id: str, usage: Usage, context: ContextUsage) -> None:
        self._state.count_usage(usage, context, turn_id=turn_id)
        self._room.session.next.watch.note(context.tokens, self._state.info.context_window)
