"""The line under a finished turn."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from rich.segment import Segment

from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import FinishReason, NoticeLevel, TurnStatus
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.render.turn_end import turn_end_text
from agent_tui.ui.transcript.items.item import MARGIN, Item, estimated_rows
from agent_tui.ui.transcript.items.notice_item import NoticeItem

_LOUD_ENDS = (TurnStatus.MAX_ITERATIONS, TurnStatus.BLOCKED, TurnStatus.STOPPED)
_LOUD = (FinishReason.LENGTH, FinishReason.CONTENT_FILTER, FinishReason.REFUSAL)


class TurnEndItem(Item):
    """Time, tokens and cost, or why the turn ended; a failure says what to do. result: how it
    ended, without its text, which stands above as answers."""

    __slots__ = ("result",)

    def __init__(self, result: TurnResult) -> None:
        super().__init__()
        self.result = replace(result, text="") if result.text else result

    def estimate_rows(self, width: int) -> int:
        """See `Item`."""
        failure = self._failure()
        above = failure.estimate_rows(width) if failure else 0
        return above + estimated_rows(self._text(), width)

    def source(self) -> str:
        """The failure, and the line."""
        failure = self._failure()
        parts = (failure.source() if failure else "", self._text())
        return "\n\n".join(part for part in parts if part)

    def rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        """See `Item`."""
        failure = self._failure()
        above = failure.rows(width, palette) if failure else []
        writer = RowWriter(Frame(width, MARGIN), palette.text)
        style = palette.warning if self._is_loud() else palette.dim
        if text := self._text():
            writer.wrap([Segment(text, style)])
        return [*above, *writer.rows]

    def _text(self) -> str:
        return harmless(turn_end_text(self.result))

    def _is_loud(self) -> bool:
        result = self.result
        return result.status in _LOUD_ENDS or result.finish_reason in _LOUD

    def _failure(self) -> NoticeItem | None:
        error = self.result.error
        return NoticeItem(NoticeLevel.ERROR, error.title, error.text) if error else None
