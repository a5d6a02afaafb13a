"""The names that a walk found, as texts to be matched."""

from __future__ import annotations

from collections.abc import Sequence


class PathNames:
    """Targets of files and folders, relative to the workspace, in the order of finding; `lower` is
    the same in lower case. Grows at its end only."""

    def __init__(self) -> None:
        self.targets: list[str] = []
        self.lower: list[str] = []

    def __len__(self) -> int:
        return len(self.targets)

    def extend(self, targets: Sequence[str]) -> None:
        """More names."""
        self.targets.extend(targets)
        # One string where they are the same: most are, and there may be half a million.
        self.lower.extend(
            [low if (low := target.lower()) != target else target for target in targets]
        )
