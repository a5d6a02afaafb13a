"""Measures one turn, its requests and its tool calls, from what the engine tells of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec.structs import replace

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import (
    PartAdded,
    StepEnded,
    StepStarted,
    ToolCallEnded,
    ToolCallStarted,
    TurnEnded,
    TurnStarted,
)
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import TurnStatus
from agent_tui.protocol.usage import Usage
from agent_tui.telemetry.sheet import Sheet, token_counts
from agent_tui.telemetry.telemetry_event import Fact

CANCELLED = "cancelled"  # the error type of a request whose turn was stopped
CRASH = "crash"
TURN_EVENTS = (StepStarted, PartAdded, StepEnded, ToolCallStarted, ToolCallEnded)
"""Inside a turn, what is measured of it."""


@dataclass
class _Request:
    """A request on its way. started_s: monotonic; first_token_s: seconds since then."""

    started_s: float
    facts: dict[str, Fact]
    usage: Usage = field(default_factory=Usage)
    first_token_s: float | None = None


class TurnMeter:
    """Tells starts and ends; every start gets one end, at the latest from `end`.

    An open session may be told anew in the middle of a turn, beginning with `TurnStarted`: what
    this meter has had already is skipped then.
    """

    def __init__(self, sheet: Sheet, started: TurnStarted, info: SessionInfo) -> None:
        self.turn_id = started.turn_id
        self._sheet = sheet
        self._started_s = sheet.monotonic()
        self._request: _Request | None = None
        self._calls: dict[str, tuple[float, dict[str, Fact]]] = {}
        self._request_count = 0
        self._had = self._to_skip = 0  # events that can be told anew
        self._waits_since_s: float | None = None
        self._waited_s = 0.0
        facts: dict[str, Fact] = {
            "prompt_id": started.prompt.id,
            "provider": info.provider,
            "model": info.model,
            "is_retry": started.is_retry,
        }
        self._tell("execution.start", started, {}, facts, prompt=started.prompt.text)

    def take(self, event: AgentEvent, info: SessionInfo) -> None:
        """What the engine tells of this turn, but its end."""
        if isinstance(event, TurnStarted):
            self._to_skip = self._had
            return
        if isinstance(event, StepStarted | StepEnded | ToolCallStarted | ToolCallEnded):
            if not self._to_skip:
                self._had += 1
                self._measure(event, info)
            else:
                self._to_skip -= 1
        elif isinstance(event, PartAdded) and not self._to_skip:
            self._note_token()

    def add_usage(self, usage: Usage) -> None:
        """What the running request took."""
        if self._request is not None:
            self._request.usage += usage

    def note_waiting(self, event: AgentEvent, *, is_waiting: bool) -> None:
        """A person is asked, or has answered."""
        now = self._sheet.monotonic()
        if is_waiting and self._waits_since_s is None:
            self._waits_since_s = now
            elapsed = {"elapsed_s": now - self._started_s}
            self._sheet.tell("execution.interrupt", self._own(event), elapsed, {})
        elif not is_waiting and self._waits_since_s is not None:
            self._waited_s += now - self._waits_since_s
            self._waits_since_s = None

    def end(self, event: AgentEvent) -> None:
        """The turn is over: with `TurnEnded` as it says, with any other event by a crash. What
        still runs ends with it."""
        event = self._own(event)
        self.note_waiting(event, is_waiting=False)
        if self._request is not None:
            error_type = CANCELLED if isinstance(event, TurnEnded) else CRASH
            self._end_request(event, "llm.error", {"error_type": error_type, "is_retryable": False})
        for part_id in tuple(self._calls):
            self._end_call(event, part_id, {}, {"outcome": "error"}, "")
        if isinstance(event, TurnEnded):
            self._tell_result(event, event.result)
        else:
            facts: dict[str, Fact] = {"status": "error", "reason": CRASH, "error_type": CRASH}
            self._tell("execution.stop", event, self._times(), facts)

    def _measure(
        self, event: StepStarted | StepEnded | ToolCallStarted | ToolCallEnded, info: SessionInfo
    ) -> None:
        match event:
            case StepStarted():
                self._begin_request(event, info.provider)
            case StepEnded() if self._request is not None:
                self._end_step(event)
            case ToolCallStarted():
                call: dict[str, Fact] = {
                    "tool": event.name,
                    "call_id": event.call_id,
                    "part_id": event.part_id,
                }
                self._calls[event.part_id] = (self._sheet.monotonic(), call)
                self._tell("tool.start", event, {}, call, arguments=event.arguments)
            case ToolCallEnded(part_id=part_id) if part_id in self._calls:
                outcome = {"outcome": "error" if event.is_error else "ok"}
                self._end_call(event, part_id, {"run_s": event.elapsed_s}, outcome, event.text)

    def _end_step(self, event: StepEnded) -> None:
        if event.failure is None and event.is_complete:
            reason = event.finish_reason.value
            self._end_request(event, "llm.response", {"finish_reason": reason})
            return
        error_type, is_retryable = CANCELLED, False
        if event.failure is not None:
            error_type, is_retryable = event.failure.kind, event.failure.is_retryable
        facts: dict[str, Fact] = {"error_type": error_type, "is_retryable": is_retryable}
        self._end_request(event, "llm.error", facts)

    def _begin_request(self, event: StepStarted, provider: str) -> None:
        self._request_count += 1
        address, port = self._sheet.server_of(provider)
        facts: dict[str, Fact] = {
            "provider": provider,
            "model": event.model,
            "step": event.step,
            "attempt": event.attempt,
        }
        if address:
            facts |= {"server_address": address, "server_port": port}
        self._request = _Request(self._sheet.monotonic(), facts)
        self._tell("llm.request", event, {}, facts)

    def _note_token(self) -> None:
        request = self._request
        if request is not None and request.first_token_s is None:
            request.first_token_s = self._sheet.monotonic() - request.started_s

    def _end_request(self, event: AgentEvent, name: str, more: dict[str, Fact]) -> None:
        request, self._request = self._request, None
        assert request is not None
        measured: dict[str, int | float] = {
            "duration_s": self._sheet.monotonic() - request.started_s,
            **token_counts(request.usage),
        }
        if request.first_token_s is not None:
            measured["first_token_s"] = request.first_token_s
        self._tell(name, event, measured, {**request.facts, **more})

    def _end_call(
        self,
        event: AgentEvent,
        part_id: str,
        measured: dict[str, float],
        more: dict[str, str],
        text: str,
    ) -> None:
        started_s, facts = self._calls.pop(part_id)
        duration = {"duration_s": self._sheet.monotonic() - started_s}
        self._tell("tool.stop", event, {**duration, **measured}, {**facts, **more}, result=text)

    def _tell_result(self, event: AgentEvent, result: TurnResult) -> None:
        measured = {
            **self._times(),
            **token_counts(result.usage),
            "tool_calls": result.tool_calls,
        }
        if result.usage.cost_usd is not None:
            measured["cost_usd"] = result.usage.cost_usd
        facts: dict[str, Fact] = {
            "status": result.status.value,
            "reason": self._reason(result),
            "finish_reason": result.finish_reason.value,
        }
        if result.error is not None:
            facts["error_type"] = result.error.kind
        self._tell("execution.stop", event, measured, facts, text=result.text)

    def _reason(self, result: TurnResult) -> str:
        """What a hook says may quote what was said."""
        is_hooks = result.status in (TurnStatus.BLOCKED, TurnStatus.STOPPED)
        return "hook" if is_hooks and not self._sheet.includes_content else result.reason

    def _times(self) -> dict[str, int | float]:
        return {
            "duration_s": self._sheet.monotonic() - self._started_s,
            "waited_s": self._waited_s,
            "requests": self._request_count,
        }

    def _own(self, event: AgentEvent) -> AgentEvent:
        return event if event.turn_id else replace(event, turn_id=self.turn_id)

    def _tell(
        self,
        name: str,
        event: AgentEvent,
        measured: dict[str, int | float] | dict[str, float],
        facts: dict[str, Fact],
        **content: str,
    ) -> None:
        if self._sheet.includes_content:
            facts = {**facts, **content}
        self._sheet.tell(name, event, measured, facts)
