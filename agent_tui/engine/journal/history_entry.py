"""A changed history on its way to the journal."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import partial

from agent_tui.engine.journal.journal_entries import Entry
from agent_tui.protocol.history_ports import WholeHistoryJournal
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.ports import SessionJournal


def history_entry(messages: Sequence[ChatMessage], *, at: str | None, message_count: int) -> Entry:
    """Writes what `WholeHistoryJournal.append_history` describes; in one piece where the journal
    can. Where it cannot, another call goes on behind what was written."""
    steps: deque[Entry] = deque()
    if at is not None:
        # No count of tokens: whoever opens the session estimates it of what is there.
        steps.append(
            lambda journal: journal.append_head(
                at, message_count=message_count, context_tokens=0, redo=()
            )
        )
    steps.extend(partial(_write_message, message) for message in messages)

    def write(journal: SessionJournal) -> None:
        if isinstance(journal, WholeHistoryJournal):
            journal.append_history(messages, at=at, message_count=message_count)
            return
        while steps:
            steps[0](journal)
            steps.popleft()

    return write


def _write_message(message: ChatMessage, journal: SessionJournal) -> None:
    journal.append_message(message)
