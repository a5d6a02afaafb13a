"""One operation on its way to a span: a turn, a request with its retries, or a tool call."""

from __future__ import annotations

from collections.abc import Mapping

from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer, set_span_in_context
from opentelemetry.util.types import AttributeValue

from agent_tui.telemetry.otel import conventions as names
from agent_tui.telemetry.telemetry_event import TelemetryEvent

CANCELLED = "cancelled"  # a wish of somebody's, and no error


def nanoseconds(time: float) -> int:
    """What spans take. time: Unix seconds."""
    return int(time * 1_000_000_000)


class Operation:
    """A span and what the metrics need of it. subject: behind the operation in the span's name."""

    def __init__(
        self,
        tracer: Tracer,
        event: TelemetryEvent,
        subject: str,
        *,
        kind: SpanKind,
        context: Context | None,
        attributes: Mapping[str, AttributeValue],
    ) -> None:
        self.attributes = dict(attributes)
        self._started = event.time
        self.span: Span = tracer.start_span(
            f"{attributes[names.OPERATION]!s} {subject}".rstrip(),
            context=context,
            kind=kind,
            attributes=self.attributes,
            start_time=nanoseconds(event.time),
        )

    @property
    def context(self) -> Context:
        """For spans inside this one."""
        return set_span_in_context(self.span)

    def add(self, attributes: Mapping[str, AttributeValue]) -> None:
        """More attributes."""
        self.attributes |= attributes
        self.span.set_attributes(attributes)

    def end(self, at: float, error_type: str = "") -> float:
        """End the span; returns its duration in seconds. at: Unix seconds. error_type: "" when it
        went well."""
        if error_type:
            self.add({names.ERROR_TYPE: error_type})
            if error_type != CANCELLED:
                self.span.set_status(Status(StatusCode.ERROR, error_type))
        self.span.end(nanoseconds(at))
        return at - self._started
