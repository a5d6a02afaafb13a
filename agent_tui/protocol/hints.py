"""Which hints somebody has had, and the port that remembers it."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct


class HintsSeen(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """used: names of hints whose key was used. prompts: how many were sent so far."""

    used: tuple[str, ...] = ()
    prompts: int = 0


class HintMemory(Protocol):
    """Remembers over runs. Both methods block and never raise: a hint is not worth an error."""

    def load(self) -> HintsSeen:
        """What was kept; nothing when there is nothing, or nothing that can be read."""
        ...

    def save(self, seen: HintsSeen) -> None:
        """Keep this instead of what was kept."""
        ...
