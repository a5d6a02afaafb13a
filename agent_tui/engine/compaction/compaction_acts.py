"""From an input to what the summaries and pins of a session do."""

from __future__ import annotations

from agent_tui.engine.compaction.session_compaction import SessionCompaction
from agent_tui.protocol.compaction_inputs import (
    ApplyCompaction,
    CompactionInput,
    CompactSession,
    DismissCompaction,
    PinMessage,
    UndoCompaction,
)


def act_on_compaction(compaction: SessionCompaction, user_input: CompactionInput) -> None:
    """Act at once, or start a task."""
    match user_input:
        case CompactSession(focus=focus):
            compaction.compact(focus)
        case ApplyCompaction(compaction_id=compaction_id, summary=summary):
            compaction.apply(compaction_id, summary)
        case DismissCompaction(compaction_id=compaction_id):
            compaction.dismiss(compaction_id)
        case UndoCompaction():
            compaction.undo()
        case PinMessage(message_id=message_id, is_pinned=is_pinned):
            compaction.pin(message_id, is_pinned=is_pinned)
