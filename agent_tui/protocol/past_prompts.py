"""Prompts that were sent in all sessions, to be called up again; kept in `storage`."""

from __future__ import annotations

from collections.abc import Generator
from typing import Protocol

from msgspec import Struct


class PastPrompt(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One prompt. sent_at: seconds since 1970. workspace: the folder of its session, "" when
    unknown. session_id: "" when unknown."""

    text: str
    sent_at: float = 0.0
    workspace: str = ""
    session_id: str = ""


class PromptBatch(Struct, frozen=True):
    """Some prompts, the newest first. damaged_lines: how many beside them could not be read."""

    prompts: tuple[PastPrompt, ...]
    damaged_lines: int = 0


class PromptStore(Protocol):
    """Keeps what was sent. Methods block, so call them in a thread; several processes may use one
    store at once."""

    def add(self, prompt: PastPrompt) -> None:
        """Keep a prompt. Raises `SessionStorageFailed`."""
        ...

    def newest_first(self) -> Generator[PromptBatch, None, None]:
        """All prompts, the newest first, in batches that take some milliseconds each. Each `next`
        blocks. Raises `SessionStorageFailed` when they cannot be read."""
        ...
