"""Something the user should read, beside a coloured bar."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown.link_targets import link_to
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.markdown.wrap import expanded
from agent_tui.ui.transcript.items.item import MARGIN, Item, estimated_rows


class NoticeItem(Item):
    """A title, and a sentence with what to do next. link: where the text leads, harmless."""

    __slots__ = ("_level", "_link", "_text", "_title")

    def __init__(self, level: NoticeLevel, title: str, text: str = "", link: str = "") -> None:
        super().__init__()
        self._link = link
        self._level = level
        self._title = title
        self._text = text

    def estimate_rows(self, width: int) -> int:
        """See `Item`."""
        return estimated_rows(f"{self._title} {self._text}", width)

    def source(self) -> str:
        """Title and text."""
        return "\n\n".join(part for part in (self._title.strip(), self._text.strip()) if part)

    def link_targets(self) -> Sequence[str]:
        """See `Item`."""
        return (self._link,) if self._link else ()

    def rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        """See `Item`."""
        colour = {
            NoticeLevel.INFO: palette.info,
            NoticeLevel.WARNING: palette.warning,
            NoticeLevel.ERROR: palette.error,
        }[self._level]
        writer = RowWriter(Frame(width, MARGIN), palette.text)
        writer.push(Segment("▌ ", colour))
        runs = [Segment(harmless(self._title), colour + palette.strong)]
        if self._text:
            # A list (models, sessions) starts below its title, a sentence beside it.
            between = "\n" if "\n" in self._text else "  "
            style = palette.text + link_to(self._link) if self._link else palette.text
            runs.append(Segment(between, palette.text))
            runs.append(Segment(expanded(harmless(self._text)), style))
        writer.wrap(runs)
        return writer.rows
