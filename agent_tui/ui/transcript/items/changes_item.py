"""What the agent has changed, file by file, as one entry that was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.render.cells import cells_of, cut_start
from agent_tui.ui.render.counted import counted
from agent_tui.ui.render.diff_row import write_diff
from agent_tui.ui.render.diff_rows import diff_rows
from agent_tui.ui.render.fenced import fenced
from agent_tui.ui.transcript.changes import FileChanges
from agent_tui.ui.transcript.items.item import MARGIN, Item

_MOST_ROWS = 400  # of one change


class ChangesItem(Item):
    """A line for each file and its diffs below it."""

    __slots__ = ("_changes",)

    def __init__(self, changes: Sequence[FileChanges]) -> None:
        super().__init__()
        self._changes = changes

    def estimate_rows(self, width: int) -> int:
        """See `Item`."""
        return 1 + sum(1 + diff.count("\n") for file in self._changes for diff in file.diffs)

    def source(self) -> str:
        """Each path above its diffs."""
        return "\n\n".join(
            f"{file.path}\n\n" + "\n\n".join(fenced(harmless(diff), "diff") for diff in file.diffs)
            for file in self._changes
        )

    def rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        """See `Item`."""
        writer = RowWriter(Frame(width, MARGIN), palette.text)
        writer.push(Segment("▌ ", palette.info))
        title = f"Changed in this session: {counted(len(self._changes), 'file')}"
        writer.wrap([Segment(title, palette.info + palette.strong)])
        for file in self._changes:
            said = f" {file.counts.text}"
            path = cut_start(file.path, max(writer.width - cells_of(said), 1))
            writer.row([Segment(path, palette.quote), Segment(said, palette.dim)])
            for diff in file.diffs:
                body = diff[diff.find("\n@@ ") + 1 :]  # the line above names the file
                drawn = diff_rows(body, writer.width, palette, most=_MOST_ROWS, name=file.path)
                write_diff(drawn, writer)
        return writer.rows
