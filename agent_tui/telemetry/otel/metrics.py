"""The metrics of the conventions for generative AI."""

from __future__ import annotations

from collections.abc import Mapping

from opentelemetry.metrics import Meter
from opentelemetry.util.types import AttributeValue

from agent_tui.telemetry.otel import conventions as names

_SHARED = frozenset(
    {
        names.OPERATION,
        names.PROVIDER,
        names.REQUEST_MODEL,
        names.SERVER_ADDRESS,
        names.SERVER_PORT,
        names.ERROR_TYPE,
        names.TOOL_NAME,
    }
)


class MetricWriter:
    """Records finished operations: durations in seconds, tokens by type."""

    def __init__(self, meter: Meter) -> None:
        self._duration = meter.create_histogram(
            names.OPERATION_DURATION,
            unit="s",
            description="GenAI operation duration.",
            explicit_bucket_boundaries_advisory=names.DURATION_BUCKETS_S,
        )
        self._first_chunk = meter.create_histogram(
            names.FIRST_CHUNK,
            unit="s",
            description="Time to receive the first chunk of a response.",
            explicit_bucket_boundaries_advisory=names.DURATION_BUCKETS_S,
        )
        self._tokens = meter.create_histogram(
            names.TOKEN_USAGE,
            unit="{token}",
            description="Number of input and output tokens used.",
            explicit_bucket_boundaries_advisory=names.TOKEN_BUCKETS,
        )

    def record_operation(self, duration_s: float, attributes: Mapping[str, AttributeValue]) -> None:
        """An operation ended. attributes: of its span; those with few values are kept."""
        self._duration.record(max(duration_s, 0.0), _few(attributes))

    def record_first_chunk(
        self, first_chunk_s: float, attributes: Mapping[str, AttributeValue]
    ) -> None:
        """A response began to come."""
        self._first_chunk.record(first_chunk_s, _few(attributes))

    def record_tokens(
        self, measured: Mapping[str, int | float], attributes: Mapping[str, AttributeValue]
    ) -> None:
        """A request took tokens; nothing when the provider told none."""
        for measurement, kind in (("input_tokens", "input"), ("output_tokens", "output")):
            if measurement in measured:
                labels = {**_few(attributes), names.TOKEN_TYPE: kind}
                labels.pop(names.ERROR_TYPE, None)
                self._tokens.record(measured[measurement], labels)


def _few(attributes: Mapping[str, AttributeValue]) -> dict[str, AttributeValue]:
    return {key: value for key, value in attributes.items() if key in _SHARED}
