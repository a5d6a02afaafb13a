"""Agent events about what is sent of a long conversation: summaries and pins."""

from __future__ import annotations

from enum import StrEnum

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.messages import ChatMessage


class CompactionOutcome(StrEnum):
    """What became of a summary."""

    APPLIED = "applied"
    DISMISSED = "dismissed"
    CANCELLED = "cancelled"
    FAILED = "failed"
    UNDONE = "undone"


class CompactionStarted(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A model begins to summarise. message_count: of so many messages. is_automatic: the window is
    nearly full, or the server said so, and the summary is used at once."""

    compaction_id: str
    message_count: int
    is_automatic: bool = False


class CompactionProposed(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A summary waits for `ApplyCompaction` or `DismissCompaction`.

    mark: the message that would be added; kept_count: messages at the end that are sent as they
    were. left_out: what the summarising model was not shown, for people; "" when it saw everything.
    """

    compaction_id: str
    mark: ChatMessage
    kept_count: int = 0
    left_out: str = ""


class CompactionEnded(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The end for each `CompactionStarted`, the answer to `CompactSession` when nothing could be
    begun, and once more when a summary is undone later. mark: the
    message that was added, or with UNDONE set aside; None when nothing has changed. failure: with
    FAILED, why."""

    compaction_id: str
    outcome: CompactionOutcome
    mark: ChatMessage | None = None
    failure: Failure | None = None


class PinsChanged(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Ids of the messages that stay word for word, all of them. part_ids: of their parts, as far as
    they were pinned since the session was opened: what streamed is known by its part only.
    changed_id: of the message that was pinned or let go just now, "" when the present is told."""

    message_ids: tuple[str, ...]
    part_ids: tuple[str, ...] = ()
    changed_id: str = ""


CompactionEvent = CompactionStarted | CompactionProposed | CompactionEnded | PinsChanged
