"""The outcome as one JSON object."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from agent_tui.cli.console import Console
from agent_tui.cli.output.event_texts import text_of_event
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.results import TurnResult


class PrintedFailure(Struct, frozen=True, kw_only=True):
    """What failed. kind: class name of the error. text: for people."""

    kind: str
    text: str
    is_retryable: bool
    request_id: str


class PrintedUsage(Struct, frozen=True, kw_only=True):
    """Tokens of the turn, all zero when the provider is silent."""

    input_tokens: int
    output_tokens: int
    cached_tokens: int
    reasoning_tokens: int


class PrintedResult(Struct, frozen=True, kw_only=True):
    """The object: every field is always there. result: the visible text of the last step."""

    result: str
    status: str
    reason: str
    finish_reason: str
    session_id: str
    turn_id: str
    tool_calls: int
    elapsed_s: float
    usage: PrintedUsage
    error: PrintedFailure | None


class JsonOutput:
    """Nothing but one object to standard output, notices to standard error."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def show(self, event: AgentEvent) -> None:
        """See `AnswerOutput`."""
        if told := text_of_event(event):
            self._console.tell(told)

    def finish(self, result: TurnResult) -> None:
        """See `AnswerOutput`."""
        self._console.write(msgspec.json.encode(printed_result(result)).decode() + "\n")


def printed_result(result: TurnResult) -> PrintedResult:
    """The object for a turn's outcome."""
    usage = result.usage
    return PrintedResult(
        result=result.text,
        status=result.status.value,
        reason=result.reason,
        finish_reason=result.finish_reason.value,
        session_id=result.session_id,
        turn_id=result.turn_id,
        tool_calls=result.tool_calls,
        elapsed_s=result.elapsed_s,
        usage=PrintedUsage(
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cached_tokens=usage.cached_tokens,
            reasoning_tokens=usage.reasoning_tokens,
        ),
        error=_printed_failure(result.error) if result.error else None,
    )


def _printed_failure(failure: Failure) -> PrintedFailure:
    return PrintedFailure(
        kind=failure.kind,
        text=failure.text,
        is_retryable=failure.is_retryable,
        request_id=failure.request_id,
    )
