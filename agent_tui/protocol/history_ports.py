"""Journals that write a changed history in one piece."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from agent_tui.protocol.messages import ChatMessage


@runtime_checkable
class WholeHistoryJournal(Protocol):
    """A `SessionJournal` that can do this, too. Of others each message is written by itself."""

    def append_history(
        self, messages: Sequence[ChatMessage], *, at: str | None, message_count: int
    ) -> None:
        """The history goes on after the message `at`, "" for before the first, with these; None:
        after the last one. All of it is written or nothing. message_count: up to `at`. Raises
        `SessionStorageFailed`."""
        ...
