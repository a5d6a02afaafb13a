from __future__ import annotations

from typing import Any

import pytest

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import (
    PartAdded,
    PartKind,
    QueueChanged,
    RetryScheduled,
    SessionStatusChanged,
    StageChanged,
    StepStarted,
    ToolCallEnded,
    ToolCallStarted,
    UsageUpdated,
)
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.hook_events import HookEnded, HookWaiting
from agent_tui.protocol.limit_events import RateLimitWaiting
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.protocol.status import AppState, SessionStatus
from agent_tui.protocol.usage import Usage
from agent_tui.ui.forwarders.status_forwarder import StatusForwarder
from agent_tui.ui.widgets.status_facts import StatusFacts
from tests.ui.running_chat import opened, turn_ended, turn_started

FAILURE = Failure(kind="RateLimited", title="Too many requests", text="Wait.")


class Watch:
    def __init__(self) -> None:
        self.now_s = 100.0
        self.facts = StatusFacts()
        self.paints = 0
        self._forwarder = StatusForwarder(self.facts, self._paint, monotonic=lambda: self.now_s)

    def see(self, *events: AgentEvent) -> None:
        for event in events:
            self._forwarder.forward(event)

    def _paint(self) -> None:
        self.paints += 1


def test_a_turn_runs_from_its_start_to_its_end() -> None:
    watch = Watch()

    watch.see(opened(), turn_started())
    assert watch.facts.turn_started_at == 100.0

    watch.see(turn_ended())
    assert not watch.facts.is_running
    assert watch.paints == 3


@pytest.mark.parametrize(
    ("event", "activity"),
    [
        (StepStarted(step=1, model="m"), "waiting for the model"),
        (PartAdded(part_id="p", kind=PartKind.THINKING), "thinking"),
        (PartAdded(part_id="p", kind=PartKind.TEXT), ""),
        (PartAdded(part_id="p", kind=PartKind.TOOL_CALL, name="grep"), "calling grep"),
        (PartAdded(part_id="p", kind=PartKind.TOOL_CALL), "calling a tool"),
        (
            ToolCallStarted(
                call_id="c", part_id="p", name="run_command", arguments='{"command": "git status"}'
            ),
            "running git status",
        ),
        (ToolCallStarted(call_id="c", part_id="p", name="other", arguments=""), "running other"),
        (ToolCallEnded(call_id="c", part_id="p", text=""), ""),
    ],
)
def test_the_activity_follows_the_turn(event: AgentEvent, activity: str) -> None:
    watch = Watch()

    watch.see(opened(), turn_started(), event)

    assert watch.facts.activity == activity


def test_calls_that_run_together_are_counted_until_one_is_left() -> None:
    watch = Watch()
    watch.see(opened(), turn_started())
    said = []
    for call_id in ("c1", "c2"):
        arguments = f'{{"path": "{call_id}"}}'
        watch.see(
            ToolCallStarted(call_id=call_id, part_id="", name="read_file", arguments=arguments)
        )
        said.append(watch.facts.activity)
    watch.see(ToolCallEnded(call_id="c1", part_id="", text=""))
    said.append(watch.facts.activity)
    watch.see(turn_ended(), turn_started())

    assert said == ["reading c1", "running 2 tools", "reading c2"]
    assert watch.facts.activity == ""


def test_a_retry_is_due_until_the_next_request_is_sent() -> None:
    watch = Watch()
    retry = RetryScheduled(attempt=2, max_attempts=5, delay_s=4.0, failure=FAILURE)

    watch.see(opened(), turn_started(), retry)
    assert watch.facts.retry_at == 104.0
    assert watch.facts.retry_cause == "too many requests, try 2 of 5"

    watch.see(StepStarted(step=1, model="m", attempt=2))
    assert watch.facts.retry_at is None


def test_the_wait_for_the_rate_limit_counts_down_until_the_request_is_sent() -> None:
    watch = Watch()

    watch.see(opened(), turn_started(), RateLimitWaiting(delay_s=20.0), RateLimitWaiting(delay_s=7))
    assert (watch.facts.retry_at, watch.facts.retry_cause) == (107.0, "own rate limit reached")

    watch.see(StepStarted(step=1, model="m"))
    assert watch.facts.retry_at is None


def test_usage_and_status_change_the_session_and_nothing_else_of_it() -> None:
    watch = Watch()
    usage = UsageUpdated(usage=Usage(input_tokens=7), context_tokens=10, context_window=100)

    watch.see(opened(), usage, SessionStatusChanged(status=SessionStatus.RUNNING))

    info = watch.facts.info
    assert info is not None
    assert (info.id, info.usage.input_tokens, info.context_tokens) == ("s1", 7, 10)
    assert info.status is SessionStatus.RUNNING


def test_another_session_starts_with_a_clean_line() -> None:
    watch = Watch()

    watch.see(opened(), turn_started(), opened("s2"))

    assert not watch.facts.is_running
    assert watch.facts.info is not None
    assert watch.facts.info.id == "s2"


@pytest.mark.parametrize(
    ("event", "field", "value"),
    [
        (StageChanged(state=AppState.SHUTTING_DOWN, detail="saving"), "state_detail", "saving"),
        (QueueChanged(prompts=(QueuedPrompt(id="q", text="x"),)), "queued_count", 1),
    ],
)
def test_stage_and_queue_are_noted(event: AgentEvent, field: str, value: Any) -> None:
    watch = Watch()

    watch.see(event)

    assert getattr(watch.facts, field) == value


def test_a_hook_that_takes_time_is_named_harmlessly_until_it_is_over() -> None:
    watch = Watch()
    name, point = "key\x1bcheck\n", "before_tool"

    watch.see(opened(), turn_started(), HookWaiting(name=name, point=point))
    assert watch.facts.activity == "waiting for the hook key␛check"

    watch.see(HookEnded(name=name, point=point))
    assert watch.facts.activity == ""
