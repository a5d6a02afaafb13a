"""Drafts that were put aside, the last one on top. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class DraftStash:
    """A stack of drafts; blank ones are not kept."""

    def __init__(self) -> None:
        self._drafts: list[tuple[str, bool]] = []

    def __len__(self) -> int:
        return len(self._drafts)

    def __iter__(self) -> Iterator[str]:
        """Oldest first."""
        return (draft for draft, _ in self._drafts)

    def push(self, draft: str, *, returns: bool = False) -> None:
        """Put a draft aside. returns: it wants to come back by itself after the next send."""
        if draft.strip():
            self._drafts.append((draft, returns))

    def pop(self) -> str:
        """Take the draft that was put aside last, "" when there is none."""
        return self._drafts.pop()[0] if self._drafts else ""

    def pop_returning(self) -> str:
        """The same, "" also when it does not want to come back by itself."""
        return self.pop() if self._drafts and self._drafts[-1][1] else ""

    def add_older(self, drafts: Iterable[str]) -> None:
        """Drafts from disk, oldest first, below all others."""
        self._drafts[:0] = [(draft, False) for draft in drafts if draft.strip()]
