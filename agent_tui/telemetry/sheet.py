"""What one engine's measurements have in common: its clocks, its name, where they go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.usage import Usage
from agent_tui.telemetry.telemetry_event import Fact, TelemetryEvent


class Sheet:
    """Makes telemetry events and hands them to `emit`.

    monotonic: seconds, for measuring. server_of: (address, port) of a provider's server, ("", 0)
    when there is none. includes_content: see `Telemetry`.
    """

    def __init__(
        self,
        emit: Callable[[TelemetryEvent], object],
        *,
        app: str,
        monotonic: Callable[[], float],
        server_of: Callable[[str], tuple[str, int]],
        includes_content: bool,
    ) -> None:
        self._emit = emit
        self._shared: dict[str, Fact] = {"app": app, "run_id": new_id()}
        self.monotonic, self.server_of = monotonic, server_of
        self.includes_content = includes_content

    def tell(
        self,
        name: str,
        at: AgentEvent,
        measurements: Mapping[str, int | float],
        metadata: Mapping[str, Fact],
    ) -> None:
        """Tell what an event of the engine says. at: has the ids and the time."""
        self._emit(
            TelemetryEvent(
                name=name,
                session_id=at.session_id,
                turn_id=at.turn_id,
                time=at.time,
                measurements=MappingProxyType(dict(measurements)),
                metadata=MappingProxyType({**self._shared, **metadata}),
            )
        )


def token_counts(usage: Usage) -> dict[str, int]:
    """As measurements; none when the provider told none."""
    if not usage.total_tokens:
        return {}
    return {
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "cached_tokens": usage.cached_tokens,
        "reasoning_tokens": usage.reasoning_tokens,
    }


def usage_between(before: Usage, after: Usage) -> Usage:
    """What was added."""
    return Usage(
        input_tokens=max(after.input_tokens - before.input_tokens, 0),
        output_tokens=max(after.output_tokens - before.output_tokens, 0),
        cached_tokens=max(after.cached_tokens - before.cached_tokens, 0),
        reasoning_tokens=max(after.reasoning_tokens - before.reasoning_tokens, 0),
    )
