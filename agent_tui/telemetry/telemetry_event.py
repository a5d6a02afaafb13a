"""One measured event."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

Fact = str | int | float | bool

_NOTHING: Mapping[str, Fact] = MappingProxyType({})
CONTENT_KEYS = frozenset({"prompt", "text", "arguments", "result"})
"""Metadata that holds what people, models and tools said; see `Telemetry`."""


class TelemetryEvent(Struct, frozen=True, kw_only=True):
    """What a handler is given. Nothing in it changes.

    name: see `EVENTS`. session_id, turn_id: "" where there is none. time: Unix seconds.
    measurements: numbers, their unit in the name: `_s` seconds, `_tokens`, else a count.
    metadata: what tells one event from another, such as `model` and `attempt`.
    """

    name: str
    session_id: str = ""
    turn_id: str = ""
    time: float = 0.0
    measurements: Mapping[str, int | float] = MappingProxyType({})
    metadata: Mapping[str, Fact] = _NOTHING

    def with_metadata(self, **more: Fact) -> TelemetryEvent:
        """The same event with more metadata."""
        return TelemetryEvent(
            name=self.name,
            session_id=self.session_id,
            turn_id=self.turn_id,
            time=self.time,
            measurements=self.measurements,
            metadata=MappingProxyType({**self.metadata, **more}),
        )

    def as_data(self, *, includes_content: bool = False) -> dict[str, object]:
        """For JSON. includes_content: with the prompts, answers, arguments and results in it."""
        shown = {
            key: value
            for key, value in self.metadata.items()
            if includes_content or key not in CONTENT_KEYS
        }
        return {
            "name": self.name,
            "time": round(self.time, 6),
            "session_id": self.session_id,
            "turn_id": self.turn_id,
            "measurements": {key: round(number, 6) for key, number in self.measurements.items()},
            "metadata": shown,
        }
