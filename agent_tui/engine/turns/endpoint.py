"""What one step sends its request to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent_tui.protocol.ports import Provider

if TYPE_CHECKING:
    # Loaded when something is limited.
    from agent_tui.engine.limits.rate_limiter import RateLimiter


class Sight:
    """What is known of the images that a model takes: nothing, at first. What it refuses once is
    not sent to it again, or no prompt would come through any more."""

    def __init__(self) -> None:
        self.is_blind = False  # it takes none at all
        self.refused: frozenset[str] = frozenset()  # ids of the parts with images that it does not

    def refuse(self, part_ids: Iterable[str]) -> None:
        """These were in a request of which the images were refused."""
        self.refused = self.refused.union(part_ids)


@dataclass(frozen=True)
class Endpoint:
    """A provider and one of its models. context_window: tokens, 0 when unknown. sight: the same
    object for the same model. limiter: to be asked before each request, None for none."""

    provider: Provider
    model: str
    context_window: int = 0
    sight: Sight = field(default_factory=Sight)
    limiter: RateLimiter | None = None

    def with_model(self, model: str) -> Endpoint:
        """The same server with another of its models, of which nothing is known."""
        if model == self.model:
            return self
        return Endpoint(self.provider, model, limiter=self.limiter)
