"""What the user said: plain text on a quiet band."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.markdown.wrap import expanded, wrapped
from agent_tui.ui.transcript.items.item import Item, estimated_rows

_MARKER = "❯ "
_MOST_CHARACTERS = 50_000  # wrapping a pasted megabyte would be felt


class PromptItem(Item):
    """A prompt, never read as markdown. Of an enormous one the beginning is shown."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def estimate_rows(self, width: int) -> int:
        """See `Item`."""
        return estimated_rows(self._text[:_MOST_CHARACTERS], width)

    def rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        """See `Item`."""
        writer = RowWriter(Frame(width), palette.prompt)
        writer.push(Segment("  ", palette.prompt), Segment(_MARKER, palette.prompt_marker))
        text = expanded(harmless(self._text[:_MOST_CHARACTERS]).strip("\n"))
        for row in wrapped([Segment(text, palette.prompt)], writer.width):
            writer.row(row)
        if (hidden := len(self._text) - _MOST_CHARACTERS) > 0:
            note = f"… and {hidden:,} more characters, sent but not shown"
            for row in wrapped([Segment(note, palette.prompt)], writer.width):
                writer.row(row)
        return writer.rows
