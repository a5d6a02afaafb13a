"""A tool call: one line with what was called, on what, and how it went."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.wrap import cells_of
from agent_tui.ui.render.tool_call import call_result, call_target, one_line
from agent_tui.ui.transcript.items.item import MARGIN, Item


class ToolCallItem(Item):
    """A tool call from the first delta of its arguments to its result."""

    __slots__ = ("_arguments", "_elapsed_s", "_is_error", "_name", "_note", "_result")

    def __init__(self, name: str, arguments: str = "") -> None:
        super().__init__()
        self._name = name
        self._arguments = [arguments]
        self._result: str | None = None
        self._note = ""
        self._is_error = False
        self._elapsed_s = 0.0

    def append(self, delta: str) -> None:
        """Add argument text, as the model writes it."""
        self._arguments.append(delta)

    def start(self, name: str, arguments: str) -> None:
        """The call is taken up, with its final arguments."""
        self._name, self._arguments, self._note = name, [arguments], ""

    def end(self, text: str, *, is_error: bool, elapsed_s: float = 0.0) -> None:
        """The call has its result."""
        self._result, self._is_error, self._elapsed_s = text, is_error, elapsed_s

    def abandon(self, note: str) -> None:
        """The call will get no result, for the reason in `note`, unless it is started after all."""
        self._note = note

    def estimate_rows(self, width: int) -> int:
        """See `Item`."""
        return 1

    def rows(self, width: int, palette: Palette) -> Sequence[Strip]:
        """See `Item`."""
        writer = RowWriter(Frame(width, MARGIN), palette.text)
        pieces = [
            Segment("▸ ", palette.error if self._is_error else palette.accent),
            Segment(one_line(self._name) or "tool", palette.text),
        ]
        if target := call_target("".join(self._arguments)):
            pieces.append(Segment(f" {target}", palette.dim))
        writer.row(_fitted(pieces, self._ending(palette), writer.width))
        return writer.rows

    def _ending(self, palette: Palette) -> Segment:
        if self._result is None:
            return Segment(f" · {self._note}" if self._note else " …", palette.dim)
        text = call_result(self._result, is_error=self._is_error, elapsed_s=self._elapsed_s)
        return Segment(f" · {text}", palette.error if self._is_error else palette.dim)


def _fitted(pieces: Sequence[Segment], ending: Segment, width: int) -> list[Segment]:
    """One row; the ending keeps up to half of it, what stands before it is cut with an ellipsis."""
    end = Segment(_cut(ending.text, max(width // 2, 4)), ending.style)
    room = width - cells_of(end.text)
    row = []
    for text, style, _ in pieces:
        if room > 0:
            row.append(Segment(_cut(text, room), style))
        room -= cells_of(text)
    return [*row, end]


def _cut(text: str, cells: int) -> str:
    if cells_of(text) <= cells:
        return text
    return set_cell_size(text, max(cells - 1, 0)) + "…"
