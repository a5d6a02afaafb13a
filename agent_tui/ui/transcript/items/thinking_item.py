"""The model's thinking: its last lines while it goes on, one line afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.markdown.wrap import expanded, wrapped
from agent_tui.ui.render.counted import counted
from agent_tui.ui.transcript.items.item import MARGIN, Item, estimated_rows
from agent_tui.ui.transcript.items.live_thinking import INDENT, LiveThinking

LIVE_ROWS = 6
MOST_ROWS = 2_000


class _Growth:
    """What only thinking that goes on has: its deltas, and its drawing so far."""

    __slots__ = ("deltas", "drawing")

    def __init__(self) -> None:
        self.deltas: list[str] = []  # not in the item's text yet
        self.drawing: LiveThinking | None = None


class ThinkingItem(Item):
    """Thinking. is_open: all of it shows. Else its last rows while it goes on, then one line."""

    __slots__ = ("_growth", "_text", "is_open")

    def __init__(self, text: str = "", *, is_done: bool = False) -> None:
        super().__init__()
        self.is_open = False
        self._text = text
        self._growth = None if is_done else _Growth()

    @property
    def is_done(self) -> bool:
        """No more text will come."""
        return self._growth is None

    def append(self, delta: str) -> None:
        """Add text."""
        if self._growth is not None:
            self._growth.deltas.append(delta)
            if self._growth.drawing is not None:
                self._growth.drawing.pending += delta

    def end(self) -> None:
        """The thinking is done; it folds, unless it was opened."""
        self._text, self._growth = self._whole(), None

    def toggle(self) -> bool:
        """See `Item`."""
        self.is_open = not self.is_open
        return True

    def estimate_rows(self, width: int) -> int:
        """See `Item`."""
        if self.is_open:
            return 1 + min(estimated_rows(self._whole(), width), MOST_ROWS)
        return 1 if self.is_done else 1 + LIVE_ROWS

    def source(self) -> str:
        """The text, as the model wrote it."""
        return self._whole().strip()

    def rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        """See `Item`."""
        if self._growth is not None:
            return self._live_rows(self._growth, width, palette)
        writer = RowWriter(Frame(width, MARGIN), palette.text)
        words = len(self._text.split())
        mark = "▾" if self.is_open else "▸"
        title = f"{mark} thought · {counted(words, 'word')}"
        writer.row(wrapped([Segment(title, palette.dim)], writer.width)[0], source="")
        if self.is_open:
            self._write_whole(writer, palette)
        return writer.rows

    def _live_rows(self, growth: _Growth, width: int, palette: Palette) -> Sequence[SourceRow]:
        most = MOST_ROWS if self.is_open else LIVE_ROWS
        if growth.drawing is None or not growth.drawing.fits(width, palette, most):
            growth.drawing = LiveThinking(self._whole(), width, palette, most)
        rows = growth.drawing.rows()
        writer = RowWriter(Frame(width, MARGIN), palette.text)
        writer.row([Segment("▾ thinking", palette.dim)], source="")
        if self.is_open and (above := growth.drawing.above):
            writer.row([Segment(f"{INDENT}… {above:,} rows above", palette.dim)], source="")
        return [*writer.rows, *rows]

    def _write_whole(self, writer: RowWriter, palette: Palette) -> None:
        """All lines, as far as `MOST_ROWS` reach; no more of the text is looked at."""
        style = palette.dim + palette.emphasis
        writer.push(Segment(INDENT, palette.text))
        lines = harmless(self._text.strip()).split("\n")
        left, shown = MOST_ROWS, 0
        for line in lines:
            if left <= 0:
                break
            text = expanded(line[: left * writer.width + writer.width])
            rows = wrapped([Segment(text, style)], writer.width)
            for row in rows[:left]:
                writer.row(row)
            shown += len(rows) <= left
            left -= len(rows)
        if more := len(lines) - shown:
            note = f"… {counted(more, 'more line')}"
            writer.row([Segment(note, palette.dim)], source="")

    def _whole(self) -> str:
        if self._growth is not None and self._growth.deltas:
            self._text += "".join(self._growth.deltas)
            self._growth.deltas.clear()
        return self._text
