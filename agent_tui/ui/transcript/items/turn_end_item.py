"""The line under a finished turn."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import FinishReason, NoticeLevel, TurnStatus
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.markdown.wrap import wrapped
from agent_tui.ui.render.turn_end import turn_end_text
from agent_tui.ui.transcript.items.item import MARGIN, Item, estimated_rows
from agent_tui.ui.transcript.items.notice_item import NoticeItem

_LOUD = (FinishReason.LENGTH, FinishReason.CONTENT_FILTER, FinishReason.REFUSAL)


class TurnEndItem(Item):
    """Time and tokens, or why the turn ended; a failure says what to do."""

    __slots__ = ("_failure", "_is_loud", "_text")

    def __init__(self, result: TurnResult) -> None:
        super().__init__()
        self._text = harmless(turn_end_text(result))
        self._is_loud = result.status is TurnStatus.MAX_ITERATIONS or result.finish_reason in _LOUD
        self._failure: NoticeItem | None = None
        if result.error is not None:
            self._failure = NoticeItem(NoticeLevel.ERROR, result.error.title, result.error.text)

    def estimate_rows(self, width: int) -> int:
        """See `Item`."""
        failure = self._failure.estimate_rows(width) if self._failure else 0
        return failure + estimated_rows(self._text, width)

    def rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        """See `Item`."""
        failure = self._failure.rows(width, palette) if self._failure else []
        writer = RowWriter(Frame(width, MARGIN), palette.text)
        style = palette.warning if self._is_loud else palette.dim
        if self._text:
            for row in wrapped([Segment(self._text, style)], writer.width):
                writer.row(row)
        return [*failure, *writer.rows]
