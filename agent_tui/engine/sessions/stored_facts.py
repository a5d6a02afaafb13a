"""What a session takes from its stored form."""

from __future__ import annotations

from collections.abc import Iterator

from agent_tui.protocol.ports import StoredSession
from agent_tui.protocol.sessions import QueuedPrompt


def unread_count(stored: StoredSession) -> int | None:
    """How many messages are still to be read, about; None: none are."""
    if stored.earlier is None:
        return None
    return max(stored.info.message_count - len(stored.messages), 1)


def undelivered(stored: StoredSession) -> Iterator[QueuedPrompt]:
    """The prompts that wait. One that was sent leaves the queue a moment after it became a
    message."""
    sent = {message.id for message in stored.messages}
    return (prompt for prompt in stored.queued if prompt.id not in sent)
