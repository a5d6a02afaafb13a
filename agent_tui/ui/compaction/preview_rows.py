"""The rows of a proposed summary, and which of them are in view. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from rich.segment import Segment

from agent_tui.protocol.compaction_events import CompactionProposed
from agent_tui.protocol.compactions import Compaction
from agent_tui.ui.compaction.compaction_words import sizes, what_stays
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown.wrap import expanded, wrapped
from agent_tui.ui.render.cells import cells_of, cut_end
from agent_tui.ui.render.counted import counted

_MARGIN = "  "
_KEYS = (
    "Enter use it · e edit · Ctrl+G in your editor · Esc dismiss · ↑↓ scroll",
    "Enter use it · e edit · Esc dismiss",
    "Enter · e · Esc",
)
_EDIT_KEYS = ("Esc ends editing, then Enter uses it", "Esc ends editing")


class PreviewRows(Struct, frozen=True):
    """head, foot: always shown. body: scrolls. All are texts of at most `width` cells."""

    head: tuple[str, ...]
    body: tuple[str, ...]


def preview_rows(proposed: CompactionProposed, summary: str, width: int) -> PreviewRows:
    """The proposal in a width. summary: its text, perhaps edited."""
    compaction = proposed.mark.compaction or Compaction()
    room = max(width - len(_MARGIN) - 1, 1)
    title = f"Summary of {counted(compaction.message_count, 'message')} · {sizes(compaction)}"
    told = [title]
    if compaction.tokens_after >= compaction.tokens_before:
        told.append("It is no shorter than what it stands for: nothing is gained. e cuts it.")
    if stays := what_stays(proposed.mark, proposed.kept_count):
        told.append(f"Word for word stay: {stays}")
    if proposed.left_out:
        told.append(proposed.left_out)
    head = tuple(row for text in told for row in _wrapped(text, room))
    return PreviewRows(head, tuple(_wrapped(summary, room)))


def foot_row(width: int, *, first: int, shown: int, count: int, is_editing: bool) -> str:
    """Keys, and which rows of the body are in view."""
    where = "" if shown >= count or is_editing else f"{first + 1}-{first + shown} of {count}"
    room = width - cells_of(where) - 2 * len(_MARGIN)
    keys = _EDIT_KEYS if is_editing else _KEYS
    told = next((text for text in keys if cells_of(text) <= room), cut_end(keys[-1], room))
    blanks = max(width - len(_MARGIN) - cells_of(told) - cells_of(where) - 1, 1)
    return f"{_MARGIN}{told}{' ' * blanks}{where}"


def _wrapped(text: str, room: int) -> Sequence[str]:
    rows = wrapped([Segment(expanded(harmless(text)))], room)
    return [_MARGIN + "".join(segment.text for segment in row) for row in rows]
