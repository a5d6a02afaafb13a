"""Drafts that were put aside, the last one on top. Pure."""

from __future__ import annotations


class DraftStash:
    """A stack of drafts; blank ones are not kept."""

    def __init__(self) -> None:
        self._drafts: list[str] = []

    def __len__(self) -> int:
        return len(self._drafts)

    def push(self, draft: str) -> None:
        """Put a draft aside."""
        if draft.strip():
            self._drafts.append(draft)

    def pop(self) -> str:
        """Take the draft that was put aside last, "" when there is none."""
        return self._drafts.pop() if self._drafts else ""

    def with_text(self, text: str) -> str:
        """All drafts and `text`, oldest first, as one text: what is kept on disk, so that nothing
        is lost."""
        return "\n\n".join(part for part in (*self._drafts, text) if part.strip())
