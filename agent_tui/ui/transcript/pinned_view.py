"""A transcript whose prompts and answers can be pinned, and whose summaries can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.strip import Strip

from agent_tui.ui.key_actions import PIN_ACTIONS
from agent_tui.ui.keymap import view_bindings
from agent_tui.ui.markdown.theme_colours import ThemeColours
from agent_tui.ui.transcript.items.compaction_item import CompactionItem
from agent_tui.ui.transcript.layout import Layout, PlacedRow
from agent_tui.ui.transcript.painted_rows import PaintedRows
from agent_tui.ui.transcript.vim_view import VimView
from agent_tui.ui.transcript.wanted import PinWanted, UndoWanted

PIN_SIGN = "◆"


class PinnedView(VimView):
    """Marks what is pinned in the margin.

    | key | does |
    |---|---|
    | p | pin the prompt or the answer, or let it go |
    | u | undo the summary |
    """

    BINDINGS: ClassVar[list[BindingType]] = [*view_bindings("transcript", PIN_ACTIONS)]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._pins = _PinMarks(self._layout)
        self._overlays.append(self._pins)

    def show_pins(self, ids: Iterable[str]) -> None:
        """Mark the items with these ids, and no others."""
        self._pins.use(ids)
        self._sync()

    def action_pin(self) -> None:
        """Pin the current item, or let it go."""
        number = self._current_in_view()
        message_id = "" if number is None else self._layout.item(number).message_id
        if message_id:
            self.post_message(PinWanted(message_id, is_pinned=message_id not in self._pins.ids))

    def action_undo_compaction(self) -> None:
        """Undo the summary under the cursor."""
        number = self._current_in_view()
        item = None if number is None else self._layout.item(number)
        if isinstance(item, CompactionItem) and not item.is_undone:
            self.post_message(UndoWanted())

    def _take_colours(self) -> None:
        super()._take_colours()
        theme = ThemeColours(self.app.theme_variables, self.app.current_theme.dark)
        self._pins.take_colour(theme.tone("accent"))


class _PinMarks:
    """A sign in the margin of the first row of each pinned item."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.ids: frozenset[str] = frozenset()
        self._colour = Style.null()
        self._painted = PaintedRows()

    def use(self, ids: Iterable[str]) -> None:
        self.ids = frozenset(ids)
        self._painted = PaintedRows()

    def take_colour(self, colour: Style) -> None:
        self._colour = colour
        self._painted = PaintedRows()

    def paint(self, placed: PlacedRow, strip: Strip) -> Strip:
        """See `Overlay`."""
        if not self.ids or not placed.strip.lead_cells:
            return strip
        is_first = placed.row == self._layout.first_row(placed.item)
        if not is_first or self._layout.item(placed.item).message_id not in self.ids:
            return strip
        return self._painted.painted(placed, strip, None, lambda: self._marked(strip))

    def _marked(self, strip: Strip) -> Strip:
        own = next((segment.style for segment in strip if segment.text), None) or Style.null()
        sign = Segment(PIN_SIGN, own + self._colour)
        return Strip([*strip.crop(0, 1), sign, *strip.crop(2)], strip.cell_length)
