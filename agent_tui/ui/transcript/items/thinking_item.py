"""The model's thinking: its last lines while it goes on, one line afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from agent_tui.ui.foreign_text import ForeignTextStream
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.markdown.wrap import Row, expanded, wrapped
from agent_tui.ui.transcript.items.item import MARGIN, Item

_LIVE_ROWS = 6


class ThinkingItem(Item):
    """Thinking. is_folded: only its first line shows; so it is once the thinking is done."""

    __slots__ = ("_drawn_for", "_last", "_parts", "_stream", "_unfolded", "is_done", "is_folded")

    def __init__(self, text: str = "", *, is_done: bool = False) -> None:
        super().__init__()
        self.is_done = self.is_folded = is_done
        self._parts = [text]
        self._stream = ForeignTextStream()
        self._unfolded = ""  # text that is not in the last rows yet
        self._last: list[Row] = []
        self._drawn_for: tuple[int, Palette] | None = None

    def append(self, delta: str) -> None:
        """Add text."""
        self._parts.append(delta)
        self._unfolded += delta

    def end(self) -> None:
        """The thinking is done; it folds."""
        self.is_done = self.is_folded = True
        self._parts = ["".join(self._parts)]
        self._last, self._unfolded = [], ""

    def estimate_rows(self, width: int) -> int:
        """See `Item`."""
        return 1 if self.is_folded else 1 + _LIVE_ROWS

    def rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        """See `Item`."""
        writer = RowWriter(Frame(width, MARGIN), palette.text)
        if self.is_folded:
            words = sum(len(part.split()) for part in self._parts)
            title = f"▸ thought · {words:,} {'word' if words == 1 else 'words'}"
            writer.row(wrapped([Segment(title, palette.dim)], writer.width)[0])
            return writer.rows
        writer.row([Segment("▾ thinking", palette.dim)])
        writer.push(Segment("  ", palette.text))
        for row in self._live_rows(writer.width, width, palette):
            writer.row(row)
        return writer.rows

    def _live_rows(self, text_width: int, width: int, palette: Palette) -> Sequence[Row]:
        """The last rows. Greedy wrapping never looks back beyond the row it is in, so only the last
        one is wrapped again with the new text."""
        if self._drawn_for != (width, palette):
            self._drawn_for = (width, palette)
            self._last = []
            self._stream = ForeignTextStream()
            self._unfolded = "".join(self._parts).lstrip()
        style = palette.dim + palette.emphasis
        text = expanded(self._stream.feed(self._unfolded))
        self._unfolded = ""
        open_row = self._last.pop() if self._last else []
        rows = wrapped([*open_row, Segment(text, style)], text_width)
        # Blanks at the end of the text are not part of a row, but the next word needs them.
        blanks = text[len(text.rstrip(" ")) :]
        if blanks and rows[-1]:
            rows[-1].append(Segment(blanks, style))
        self._last = [*self._last, *rows][-_LIVE_ROWS:]
        return self._last
