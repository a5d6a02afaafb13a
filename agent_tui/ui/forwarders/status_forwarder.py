"""Writes down what the status bar says: session, context use, what the turn is doing."""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec.structs import replace

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import (
    HistoryLoaded,
    PartAdded,
    PartKind,
    QueueChanged,
    RetryScheduled,
    SessionInfoChanged,
    SessionOpened,
    SessionStatusChanged,
    StageChanged,
    StepStarted,
    ToolCallEnded,
    ToolCallStarted,
    TurnEnded,
    TurnStarted,
    UsageUpdated,
)
from agent_tui.protocol.hook_events import HookEnded, HookWaiting
from agent_tui.protocol.limit_events import RateLimitWaiting
from agent_tui.ui.render.one_line import one_line
from agent_tui.ui.render.tool_call import call_activity
from agent_tui.ui.widgets.status_facts import StatusFacts


class StatusForwarder:
    """To the status facts. show: called after each change, to paint them."""

    events = (
        StageChanged,
        SessionOpened,
        HistoryLoaded,
        SessionInfoChanged,
        SessionStatusChanged,
        UsageUpdated,
        QueueChanged,
        TurnStarted,
        StepStarted,
        PartAdded,
        ToolCallStarted,
        ToolCallEnded,
        RetryScheduled,
        RateLimitWaiting,
        HookWaiting,
        HookEnded,
        TurnEnded,
    )

    def __init__(
        self,
        facts: StatusFacts,
        show: Callable[[], object],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._facts = facts
        self._show = show
        self._monotonic = monotonic
        self._running: dict[str, str] = {}  # call_id to what the call does
        self._awaits_history = False

    def forward(self, event: AgentEvent) -> None:
        """Write down one event."""
        if not (self._note_session(event) or self._note_waiting(event)):
            self._note_turn(event)
        self._show()

    def _note_session(self, event: AgentEvent) -> bool:
        facts = self._facts
        match event:
            case StageChanged(state=state, detail=detail):
                facts.app_state, facts.state_detail = state, detail
            case SessionOpened(info=info, queued=queued, messages=messages):
                facts.info, facts.queued_count = info, len(queued)
                facts.has_turns = bool(messages)
                self._awaits_history = event.has_earlier
                self._end_turn()
            case HistoryLoaded():
                self._awaits_history = False
            case SessionInfoChanged(info=info):
                facts.info = info
            case SessionStatusChanged(status=status) if facts.info is not None:
                facts.info = replace(facts.info, status=status)
            case UsageUpdated() if facts.info is not None:
                facts.info = replace(
                    facts.info,
                    usage=event.usage,
                    context_tokens=event.context_tokens,
                    context_window=event.context_window,
                    is_context_estimated=event.is_context_estimated,
                )
            case QueueChanged(prompts=prompts):
                facts.queued_count = len(prompts)
            case _:
                return False
        return True

    def _note_waiting(self, event: AgentEvent) -> bool:
        """What a turn waits for, beside the model and tools."""
        facts = self._facts
        match event:
            case RetryScheduled(delay_s=delay_s, failure=failure):
                facts.retry_at = self._monotonic() + delay_s
                attempt = f"try {event.attempt} of {event.max_attempts}"
                facts.retry_cause = f"{failure.title[:1].lower()}{failure.title[1:]}, {attempt}"
            case RateLimitWaiting(delay_s=delay_s):
                facts.retry_at = self._monotonic() + delay_s
                facts.retry_cause = "own rate limit reached"
            case HookWaiting(name=name):
                facts.activity = f"waiting for the hook {one_line(name)}"
            case HookEnded():
                facts.activity = self._calls_activity()
            case _:
                return False
        return True

    def _note_turn(self, event: AgentEvent) -> None:
        facts = self._facts
        match event:
            case TurnStarted():
                self._end_turn()
                facts.turn_started_at, facts.has_turns = self._monotonic(), True
                facts.activity = "loading history" if self._awaits_history else ""
            case StepStarted():
                facts.retry_at, facts.activity = None, "waiting for the model"
            case PartAdded(kind=PartKind.THINKING):
                facts.activity = "thinking"
            case PartAdded(kind=PartKind.TOOL_CALL, name=name):
                facts.activity = f"calling {name}" if name else "calling a tool"
            case PartAdded():
                facts.activity = ""
            case ToolCallStarted() as call:
                self._running[call.call_id] = call_activity(call.name, call.arguments)
                facts.activity = self._calls_activity()
            case ToolCallEnded(call_id=call_id):
                self._running.pop(call_id, None)
                facts.activity = self._calls_activity()
            case TurnEnded():
                self._end_turn()

    def _calls_activity(self) -> str:
        """The one that runs, or how many do."""
        if len(self._running) > 1:
            return f"running {len(self._running)} tools"
        return next(iter(self._running.values()), "")

    def _end_turn(self) -> None:
        self._facts.end_turn()
        self._running.clear()
