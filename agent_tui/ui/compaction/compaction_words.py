"""Sentences about a summary that stands for earlier messages. Pure."""

from __future__ import annotations

from agent_tui.protocol.compactions import Compaction
from agent_tui.protocol.messages import ChatMessage, TextPart
from agent_tui.ui.render.counted import counted
from agent_tui.ui.widgets.token_text import token_text


def sizes(compaction: Compaction) -> str:
    """`about 61k → 9k tokens`."""
    before, after = token_text(compaction.tokens_before), token_text(compaction.tokens_after)
    return f"about {before} → {after} tokens"


def what_stays(mark: ChatMessage, kept_count: int) -> str:
    """What is sent word for word beside the summary, "" when nothing is."""
    compaction = mark.compaction or Compaction()
    stays = []
    if compaction.request:
        stays.append("your last request")
    if any(isinstance(part, TextPart) and part.attached for part in mark.parts):
        stays.append("the to-do list")
    if compaction.pinned:
        stays.append(f"{len(compaction.pinned)} pinned")
    if kept_count:
        stays.append(f"the last {counted(kept_count, 'message')}")
    return ", ".join(stays)


def mark_title(compaction: Compaction, *, is_undone: bool) -> str:
    """The line in the transcript."""
    count = counted(compaction.message_count, "message")
    if is_undone:
        return f"Summary of {count} · undone, everything is sent again"
    how = "Compacted" if not compaction.is_automatic else "Compacted automatically"
    return f"{how}: {sizes(compaction)} · {count} summarised, originals stay above"
