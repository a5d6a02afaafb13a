"""Inputs about summaries and pins, addressed to the session that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent_tui.protocol.compaction_inputs import (
    ApplyCompaction,
    CompactSession,
    DismissCompaction,
    PinMessage,
    UndoCompaction,
)

if TYPE_CHECKING:
    from agent_tui.ui.input_link import InputLink


class CompactionLink:
    """Call on the UI loop."""

    def __init__(self, link: InputLink) -> None:
        self._link = link

    def compact(self, focus: str) -> None:
        """Let the model summarise the earlier conversation. focus: "" for none."""
        self._link.put(CompactSession(session_id=self._link.session_id, focus=focus))

    def apply_compaction(self, compaction_id: str, summary: str) -> None:
        """Use a proposed summary, with this text."""
        self._link.put(
            ApplyCompaction(
                session_id=self._link.session_id, compaction_id=compaction_id, summary=summary
            )
        )

    def dismiss_compaction(self, compaction_id: str) -> None:
        """Drop a proposal, or stop while it is being written."""
        self._link.put(
            DismissCompaction(session_id=self._link.session_id, compaction_id=compaction_id)
        )

    def undo_compaction(self) -> None:
        """Send what the last summary stands for in full again."""
        self._link.put(UndoCompaction(session_id=self._link.session_id))

    def pin(self, message_id: str, *, is_pinned: bool) -> None:
        """Keep a message word for word, or no longer; "" is the last answer."""
        self._link.put(
            PinMessage(session_id=self._link.session_id, message_id=message_id, is_pinned=is_pinned)
        )
