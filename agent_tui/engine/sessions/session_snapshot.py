"""A session's conversation, as whoever comes late is told of it."""

from __future__ import annotations

from agent_tui.engine.turns.history import History
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.drafts import DraftExtras
from agent_tui.protocol.events import (
    HistoryLoaded,
    QueueChanged,
    SessionOpened,
    SessionStatusChanged,
)
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.sessions import SessionInfo


def conversation_events(
    info: SessionInfo,
    history: History,
    recent: tuple[ChatMessage, ...],
    draft: tuple[str, DraftExtras],
    queue: QueueChanged,
) -> tuple[AgentEvent, ...]:
    """recent: the recent history without the running turn."""
    text, extras = draft
    earlier = (HistoryLoaded(messages=history.earlier),) if history.earlier else ()
    opened = SessionOpened(
        info=info,
        messages=recent,
        has_earlier=bool(earlier) or not history.is_whole,
        draft=text,
        draft_extras=extras,
        queued=queue.prompts,
        is_queue_held=queue.is_held,
    )
    return (opened, *earlier, SessionStatusChanged(status=info.status), queue)
