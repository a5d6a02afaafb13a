"""Where earlier messages were summarised: one line, which opens to the summary."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from agent_tui.protocol.compactions import Compaction
from agent_tui.protocol.messages import ChatMessage
from agent_tui.ui.compaction.compaction_words import mark_title
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.markdown.wrap import expanded
from agent_tui.ui.transcript.items.item import MARGIN, Item, estimated_rows

_HINT = "Space shows the summary, u undoes it"


class CompactionItem(Item):
    """What a model gets in place of what stands above."""

    __slots__ = ("_compaction", "_is_open", "_summary", "is_undone")

    def __init__(self, mark: ChatMessage) -> None:
        super().__init__()
        self.message_id = mark.id
        self._compaction = mark.compaction or Compaction()
        self._summary, self.is_undone = mark.text, mark.is_superseded
        self._is_open = False

    def estimate_rows(self, width: int) -> int:
        """See `Item`."""
        text = f"{self._title} · {_HINT}"
        return estimated_rows(f"{text}\n{self._summary}" if self._is_open else text, width)

    def source(self) -> str:
        """The summary, as it is sent."""
        return self._summary.strip()

    def toggle(self) -> bool:
        """See `Item`."""
        self._is_open = not self._is_open
        return True

    def rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        """See `Item`."""
        writer = RowWriter(Frame(width, MARGIN), palette.text)
        title = palette.dim if self.is_undone else palette.info
        writer.push(Segment("  ", title), Segment("▾ " if self._is_open else "▸ ", title))
        runs = [Segment(self._title, title)]
        if not self.is_undone:
            runs.append(Segment(f" · {_HINT}", palette.dim))
        writer.wrap(runs, source="")
        if self._is_open:
            text = expanded(harmless(self._summary.strip()))
            writer.wrap([Segment(text, palette.dim + palette.emphasis)])
        return writer.rows

    @property
    def _title(self) -> str:
        return mark_title(self._compaction, is_undone=self.is_undone)
