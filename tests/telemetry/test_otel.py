"""The bridge to OpenTelemetry, checked by its own SDK."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from agent_tui import MissingExtra, OpenTelemetryBridge, Telemetry, TelemetryEvent

FACTS: dict[str, Any] = {
    "provider": "gemini",
    "model": "m-1",
    "server_address": "m.test",
    "server_port": 443,
}


class Exported:
    """What an SDK would export of events that are told in a session."""

    def __init__(self, *, includes_content: bool = False) -> None:
        self._spans, self._metrics = InMemorySpanExporter(), InMemoryMetricReader()
        self.tracers = TracerProvider()
        self.tracers.add_span_processor(SimpleSpanProcessor(self._spans))
        self.telemetry = Telemetry(includes_content=True)
        self._bridge = OpenTelemetryBridge(
            tracer_provider=self.tracers,
            meter_provider=MeterProvider([self._metrics]),
            includes_content=includes_content,
        ).attach_to(self.telemetry)

    def tell(self, name: str, time: float, turn_id: str = "t", **more: Any) -> None:
        measured = more.pop("measured", {})
        event = TelemetryEvent(
            name=name,
            session_id="s",
            turn_id=turn_id,
            time=time,
            measurements=measured,
            metadata={"app": "notes", **more},
        )
        self.telemetry.emit(event)

    def start(self, time: float = 10.0, **more: Any) -> None:
        self.tell("execution.start", time, prompt_id="p", prompt="hello", **FACTS, **more)

    def stop(self, time: float, status: str = "ok", **more: Any) -> None:
        more = {"finish_reason": "stop", **more}
        self.tell("execution.stop", time, status=status, text="bye", **more)

    @property
    def spans(self) -> dict[str, ReadableSpan]:
        assert self.telemetry.flush()
        return {span.name: span for span in self._spans.get_finished_spans()}

    @property
    def metrics(self) -> dict[str, list[Any]]:
        """Data points by the metric's name."""
        assert self.telemetry.flush()
        data = self._metrics.get_metrics_data()
        assert data is not None
        return {
            metric.name: list(metric.data.data_points)
            for resource in data.resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
        }


def a_whole_turn(exported: Exported) -> None:
    """A request that needs two attempts, a tool call."""
    exported.start()
    exported.tell("llm.request", 11.0, step=1, attempt=1, **FACTS)
    exported.tell("llm.error", 12.0, error_type="RateLimited", step=1, attempt=1, **FACTS)
    exported.tell("llm.request", 14.0, step=1, attempt=2, **FACTS)
    exported.tell(
        "llm.response",
        15.0,
        finish_reason="tool_calls",
        measured={
            "duration_s": 1.0,
            "first_token_s": 0.25,
            "input_tokens": 100,
            "output_tokens": 7,
            "cached_tokens": 64,
        },
    )
    call = {"tool": "read_note", "call_id": "c", "part_id": "a"}
    exported.tell("tool.start", 15.5, arguments="{}", **call)
    exported.tell("tool.stop", 16.0, outcome="ok", result="text", **call)
    exported.stop(17.0, measured={"input_tokens": 100, "output_tokens": 7})


def times_s(span: ReadableSpan) -> tuple[float, float]:
    assert span.start_time is not None
    assert span.end_time is not None
    return span.start_time / 1e9, span.end_time / 1e9


def attributes_of(span: ReadableSpan) -> dict[str, Any]:
    assert span.attributes is not None
    return dict(span.attributes)


def test_a_turn_is_a_span_with_its_requests_and_tool_calls_in_it() -> None:
    exported = Exported()
    a_whole_turn(exported)

    spans = exported.spans
    agent = spans["invoke_agent notes"]
    assert set(spans) == {"invoke_agent notes", "chat m-1", "execute_tool read_note"}
    assert agent.parent is None
    for name in ("chat m-1", "execute_tool read_note"):
        parent = spans[name].parent
        assert parent is not None
        assert parent.span_id == agent.context.span_id
    assert times_s(agent) == (10, 17)
    assert times_s(spans["execute_tool read_note"]) == (15.5, 16)


def test_the_spans_have_the_attributes_of_the_conventions() -> None:
    exported = Exported()
    a_whole_turn(exported)

    spans = exported.spans
    assert attributes_of(spans["invoke_agent notes"]) == {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": "notes",
        "gen_ai.conversation.id": "s",
        "gen_ai.provider.name": "gcp.gemini",
        "gen_ai.request.model": "m-1",
        "gen_ai.usage.input_tokens": 100,
        "gen_ai.usage.output_tokens": 7,
        "gen_ai.response.finish_reasons": ("stop",),
        "agent_tui.turn.status": "ok",
    }
    assert attributes_of(spans["chat m-1"]) == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "gcp.gemini",
        "gen_ai.request.model": "m-1",
        "gen_ai.request.stream": True,
        "gen_ai.conversation.id": "s",
        "server.address": "m.test",
        "server.port": 443,
        "gen_ai.usage.input_tokens": 100,
        "gen_ai.usage.output_tokens": 7,
        "gen_ai.usage.cache_read.input_tokens": 64,
        "gen_ai.response.finish_reasons": ("tool_calls",),
        "gen_ai.response.time_to_first_chunk": 0.25,
    }
    assert attributes_of(spans["execute_tool read_note"]) == {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "read_note",
        "gen_ai.tool.type": "function",
        "gen_ai.tool.call.id": "c",
    }
    kinds = {name: span.kind for name, span in spans.items()}
    assert kinds["chat m-1"] is SpanKind.CLIENT
    assert kinds["invoke_agent notes"] is kinds["execute_tool read_note"] is SpanKind.INTERNAL


def test_a_request_and_its_retries_are_one_span_that_went_well() -> None:
    exported = Exported()
    a_whole_turn(exported)

    chat = exported.spans["chat m-1"]
    assert times_s(chat) == (11, 15)
    assert chat.status.status_code is StatusCode.UNSET
    assert [event.name for event in chat.events] == ["retry"]


def test_a_request_that_fails_for_good_ends_where_it_failed_and_says_how() -> None:
    exported = Exported()
    exported.start()
    exported.tell("llm.request", 11.0, step=1, attempt=1, **FACTS)
    exported.tell("llm.error", 12.0, error_type="AuthenticationFailed")
    exported.stop(20.0, status="error", error_type="AuthenticationFailed")

    spans = exported.spans
    assert times_s(spans["chat m-1"]) == (11, 12)
    for span in spans.values():
        assert span.status.status_code is StatusCode.ERROR
        assert attributes_of(span)["error.type"] == "AuthenticationFailed"


def test_a_cancelled_turn_is_no_error() -> None:
    exported = Exported()
    exported.start()
    exported.tell("llm.request", 11.0, step=1, attempt=1, **FACTS)
    exported.tell("llm.error", 12.0, error_type="cancelled")
    exported.stop(12.0, status="cancelled")

    spans = exported.spans
    assert {span.status.status_code for span in spans.values()} == {StatusCode.UNSET}
    assert attributes_of(spans["chat m-1"])["error.type"] == "cancelled"
    assert attributes_of(spans["invoke_agent notes"])["agent_tui.turn.status"] == "cancelled"


def test_a_turn_whose_end_was_lost_ends_with_its_session() -> None:
    exported = Exported()
    exported.start()
    exported.tell("llm.request", 11.0, step=1, attempt=1, **FACTS)
    exported.tell("agent.stop", 30.0, turn_id="", reason="user")

    assert {times_s(span)[1] for span in exported.spans.values()} == {30}


def test_what_was_said_is_recorded_only_when_it_is_wished_for() -> None:
    silent, telling = Exported(), Exported(includes_content=True)
    a_whole_turn(silent)
    a_whole_turn(telling)

    words = ("hello", "bye", "text")
    shown = [str(attributes_of(span)) for span in silent.spans.values()]
    assert not any(word in one for one in shown for word in words)
    agent = attributes_of(telling.spans["invoke_agent notes"])
    assert json.loads(agent["gen_ai.input.messages"])[0]["parts"][0]["content"] == "hello"
    assert json.loads(agent["gen_ai.output.messages"])[0]["parts"][0]["content"] == "bye"
    call = attributes_of(telling.spans["execute_tool read_note"])
    assert call["gen_ai.tool.call.arguments"] == "{}"
    assert call["gen_ai.tool.call.result"] == "text"


def test_durations_and_tokens_are_measured_by_operation() -> None:
    exported = Exported()
    a_whole_turn(exported)

    metrics = exported.metrics
    durations = {
        point.attributes["gen_ai.operation.name"]: point.sum
        for point in metrics["gen_ai.client.operation.duration"]
    }
    tokens = {
        point.attributes["gen_ai.token.type"]: point.sum
        for point in metrics["gen_ai.client.token.usage"]
    }
    (first_chunk,) = metrics["gen_ai.client.operation.time_to_first_chunk"]
    assert durations == {"invoke_agent": 7, "chat": 4, "execute_tool": 0.5}
    assert tokens == {"input": 100, "output": 7}
    assert first_chunk.sum == 0.25
    assert dict(first_chunk.attributes) == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "gcp.gemini",
        "gen_ai.request.model": "m-1",
        "server.address": "m.test",
        "server.port": 443,
    }
    assert first_chunk.explicit_bounds[:3] == (0.01, 0.02, 0.04)


def test_a_turn_stands_in_the_span_that_was_open_where_its_prompt_was_sent() -> None:
    exported = Exported()
    tracer = exported.tracers.get_tracer("host")
    with tracer.start_as_current_span("POST /chat") as mine:
        exported.telemetry.note_submit("p")
    a_whole_turn(exported)

    parent = exported.spans["invoke_agent notes"].parent
    assert parent is not None
    assert parent.span_id == mine.get_span_context().span_id


@contextmanager
def without_the_package() -> Iterator[None]:
    """As where the extra is not installed."""
    kept = {name: sys.modules[name] for name in sys.modules if name.startswith("opentelemetry")}
    sys.modules.update(dict.fromkeys(kept))  # type: ignore[arg-type]  # None: cannot be imported
    try:
        yield
    finally:
        sys.modules.update(kept)


def test_without_the_package_the_error_names_the_extra() -> None:
    with without_the_package(), pytest.raises(MissingExtra, match=r"agent-tui\[otel\]") as caught:
        OpenTelemetryBridge()

    assert caught.value.extra == "otel"
