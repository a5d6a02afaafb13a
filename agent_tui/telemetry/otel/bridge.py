"""`OpenTelemetryBridge`: attaches OpenTelemetry to `Telemetry`."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

from agent_tui.telemetry.otel.missing_extra import MissingExtra
from agent_tui.telemetry.telemetry import Telemetry

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import TracerProvider

SCOPE = "agent_tui"
_MOST_PARENTS = 1000  # prompts that were sent and have not begun; the oldest are forgotten


class OpenTelemetryBridge:
    """Spans and metrics by OpenTelemetry's conventions for generative AI. Needs the extra `otel`.

        telemetry = Telemetry()
        OpenTelemetryBridge().attach_to(telemetry)

    A turn is a span `invoke_agent NAME`, inside the span that was current where its prompt was
    sent; in it are `chat MODEL` (a request with its retries) and `execute_tool TOOL`. Metrics:
    `gen_ai.client.operation.duration`, `gen_ai.client.operation.time_to_first_chunk`,
    `gen_ai.client.token.usage`. It exports nothing: the providers that you configure do.

    Args:
        tracer_provider, meter_provider: the global ones when None.
        includes_content: prompts, answers, arguments and results become attributes, if they are
            also collected (`Telemetry(includes_content=True)`).

    Raises `MissingExtra` when OpenTelemetry is not installed.
    """

    def __init__(
        self,
        *,
        tracer_provider: TracerProvider | None = None,
        meter_provider: MeterProvider | None = None,
        includes_content: bool = False,
    ) -> None:
        # Deferred: an extra, which most programs do not have.
        try:
            from opentelemetry import context, metrics, trace
        except ImportError as error:
            raise MissingExtra("OpenTelemetryBridge", extra="otel") from error
        from agent_tui.telemetry.otel.metrics import MetricWriter
        from agent_tui.telemetry.otel.span_writer import SpanWriter

        self._current = context.get_current
        self._lock = threading.Lock()  # guards the next one
        self._parents: dict[str, Context] = {}
        self._write = SpanWriter(
            trace.get_tracer(SCOPE, tracer_provider=tracer_provider),
            MetricWriter(metrics.get_meter(SCOPE, meter_provider=meter_provider)),
            parent_of=self._parent_of,
            includes_content=includes_content,
        )

    def attach_to(self, telemetry: Telemetry, handler_id: str = "opentelemetry") -> Self:
        """Write what this telemetry tells, until `telemetry.detach(handler_id)`. Raises
        `ConfigError` when the id is taken."""
        telemetry.attach_many(handler_id, ("*",), self._write, on_submit=self._note_submit)
        return self

    def _note_submit(self, prompt_id: str) -> None:
        with self._lock:
            self._parents[prompt_id] = self._current()
            if len(self._parents) > _MOST_PARENTS:
                del self._parents[next(iter(self._parents))]

    def _parent_of(self, prompt_id: str) -> Context | None:
        with self._lock:
            return self._parents.pop(prompt_id, None)
