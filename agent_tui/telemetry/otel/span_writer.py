"""Telemetry events as nested spans: a turn, in it requests and tool calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from opentelemetry.context import Context
from opentelemetry.trace import SpanKind, Tracer
from opentelemetry.util.types import AttributeValue

from agent_tui.telemetry.otel import conventions as names
from agent_tui.telemetry.otel.content import input_messages, output_messages
from agent_tui.telemetry.otel.metrics import MetricWriter
from agent_tui.telemetry.otel.operation import Operation, nanoseconds
from agent_tui.telemetry.telemetry_event import TelemetryEvent


@dataclass
class _Turn:
    """The open spans of a turn. chat_failed: when and how its last attempt failed; it ends then,
    unless another one follows."""

    session_id: str
    agent: Operation
    chat: Operation | None = None
    chat_failed: tuple[float, str] | None = None
    tools: dict[str, Operation] = field(default_factory=dict)


class SpanWriter:
    """Call it with events, in their order. A request and its retries are one span.

    parent_of: the context in which a prompt was sent, by its id, None when it is not known.
    """

    def __init__(
        self,
        tracer: Tracer,
        metrics: MetricWriter,
        *,
        parent_of: Callable[[str], Context | None],
        includes_content: bool,
    ) -> None:
        self._tracer, self._metrics = tracer, metrics
        self._parent_of, self._includes_content = parent_of, includes_content
        self._turns: dict[str, _Turn] = {}

    def __call__(self, event: TelemetryEvent) -> None:
        """Take the next event; those that become no span are left alone."""
        if event.name == "execution.start":
            self._begin_turn(event)
        elif event.name == "agent.stop":
            self._end_left(event)
        elif (turn := self._turns.get(event.turn_id)) is not None:
            self._take(event, turn)

    def _take(self, event: TelemetryEvent, turn: _Turn) -> None:
        match event.name:
            case "execution.interrupt":
                turn.agent.span.add_event("waits for a person", timestamp=nanoseconds(event.time))
            case "execution.stop":
                self._end_turn(event, self._turns.pop(event.turn_id))
            case "llm.request":
                self._begin_request(event, turn)
            case "llm.response" | "llm.error":
                self._end_request(event, turn)
            case "tool.start":
                self._begin_call(event, turn)
            case "tool.stop":
                self._end_call(event, turn)

    def _begin_turn(self, event: TelemetryEvent) -> None:
        app = str(event.metadata["app"])
        attributes: dict[str, AttributeValue] = {
            names.OPERATION: names.INVOKE_AGENT,
            names.AGENT_NAME: app,
            names.CONVERSATION_ID: event.session_id,
            names.PROVIDER: names.provider_name(str(event.metadata["provider"])),
            names.REQUEST_MODEL: str(event.metadata["model"]),
        }
        if self._includes_content and "prompt" in event.metadata:
            attributes[names.INPUT_MESSAGES] = input_messages(str(event.metadata["prompt"]))
        context = self._parent_of(str(event.metadata["prompt_id"]))
        agent = Operation(
            self._tracer,
            event,
            app,
            kind=SpanKind.INTERNAL,
            context=context,
            attributes=attributes,
        )
        self._turns[event.turn_id] = _Turn(event.session_id, agent)

    def _end_turn(self, event: TelemetryEvent, turn: _Turn) -> None:
        self._end_chat(turn)
        facts = event.metadata
        turn.agent.add({names.STATUS: str(facts["status"]), **_usage(event)})
        if "finish_reason" in facts:
            turn.agent.add({names.FINISH_REASONS: [str(facts["finish_reason"])]})
        if self._includes_content and "text" in facts:
            message = output_messages(str(facts["text"]), str(facts["finish_reason"]))
            turn.agent.add({names.OUTPUT_MESSAGES: message})
        is_error = facts["status"] == "error"
        error_type = str(facts.get("error_type", "_OTHER")) if is_error else ""
        self._end(turn.agent, event.time, error_type)

    def _begin_request(self, event: TelemetryEvent, turn: _Turn) -> None:
        facts = event.metadata
        if turn.chat is not None and facts["attempt"] != 1:
            turn.chat_failed = None
            attempt: dict[str, AttributeValue] = {names.ATTEMPT: facts["attempt"]}
            turn.chat.span.add_event("retry", attempt, nanoseconds(event.time))
            return
        self._end_chat(turn)
        model = str(facts["model"])
        attributes: dict[str, AttributeValue] = {
            names.OPERATION: names.CHAT,
            names.PROVIDER: names.provider_name(str(facts["provider"])),
            names.REQUEST_MODEL: model,
            names.REQUEST_STREAM: True,
            names.CONVERSATION_ID: event.session_id,
        }
        if "server_address" in facts:
            attributes[names.SERVER_ADDRESS] = facts["server_address"]
            attributes[names.SERVER_PORT] = facts["server_port"]
        turn.chat = Operation(
            self._tracer,
            event,
            model,
            kind=SpanKind.CLIENT,
            context=turn.agent.context,
            attributes=attributes,
        )

    def _end_request(self, event: TelemetryEvent, turn: _Turn) -> None:
        if turn.chat is None:
            return
        self._metrics.record_tokens(event.measurements, turn.chat.attributes)
        turn.chat.add(_usage(event))
        first_s = event.measurements.get("first_token_s")
        if event.name == "llm.error":
            turn.chat_failed = event.time, str(event.metadata["error_type"])
            return
        if first_s is not None:
            turn.chat.add({names.TIME_TO_FIRST_CHUNK: first_s})
            self._metrics.record_first_chunk(first_s, turn.chat.attributes)
        turn.chat.add({names.FINISH_REASONS: [str(event.metadata["finish_reason"])]})
        turn.chat_failed = event.time, ""
        self._end_chat(turn)

    def _begin_call(self, event: TelemetryEvent, turn: _Turn) -> None:
        self._end_chat(turn)
        tool = str(event.metadata["tool"])
        attributes: dict[str, AttributeValue] = {
            names.OPERATION: names.EXECUTE_TOOL,
            names.TOOL_NAME: tool,
            names.TOOL_TYPE: "function",
            names.TOOL_CALL_ID: str(event.metadata["call_id"]),
        }
        if self._includes_content and "arguments" in event.metadata:
            attributes[names.TOOL_ARGUMENTS] = str(event.metadata["arguments"])
        turn.tools[str(event.metadata["part_id"])] = Operation(
            self._tracer,
            event,
            tool,
            kind=SpanKind.INTERNAL,
            context=turn.agent.context,
            attributes=attributes,
        )

    def _end_call(self, event: TelemetryEvent, turn: _Turn) -> None:
        call = turn.tools.pop(str(event.metadata["part_id"]), None)
        if call is None:
            return
        if self._includes_content and "result" in event.metadata:
            call.add({names.TOOL_RESULT: str(event.metadata["result"])})
        error_type = "tool_error" if event.metadata["outcome"] == "error" else ""
        self._end(call, event.time, error_type)

    def _end_chat(self, turn: _Turn) -> None:
        chat, turn.chat = turn.chat, None
        failed, turn.chat_failed = turn.chat_failed, None
        if chat is not None and failed is not None:
            self._end(chat, *failed)

    def _end_left(self, event: TelemetryEvent) -> None:
        """The session is over; turns whose ends were dropped end here."""
        for turn_id, turn in tuple(self._turns.items()):
            if turn.session_id == event.session_id:
                del self._turns[turn_id]
                left = (*turn.tools.values(), turn.chat, turn.agent)
                for operation in left:
                    if operation is not None:
                        operation.end(event.time, "_OTHER")

    def _end(self, operation: Operation, at: float, error_type: str) -> None:
        duration_s = operation.end(at, error_type)
        self._metrics.record_operation(duration_s, operation.attributes)


def _usage(event: TelemetryEvent) -> dict[str, AttributeValue]:
    measured = event.measurements
    return {names.USAGE[key]: measured[key] for key in names.USAGE if key in measured}
