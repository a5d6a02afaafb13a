"""What one step sends its request to."""

from __future__ import annotations

from dataclasses import dataclass

from agent_tui.protocol.ports import Provider


@dataclass(frozen=True)
class Endpoint:
    """A provider and one of its models. context_window: tokens, 0 when unknown."""

    provider: Provider
    model: str
    context_window: int = 0
