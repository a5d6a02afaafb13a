"""Selecting with the mouse, and clicks."""

from __future__ import annotations

from textual import events
from textual.strip import Strip
from textual.timer import Timer

from agent_tui.ui.markdown.link_targets import target_of
from agent_tui.ui.transcript.cursor_view import CursorView
from agent_tui.ui.transcript.items.thinking_item import ThinkingItem
from agent_tui.ui.transcript.items.tool_call_item import ToolCallItem
from agent_tui.ui.transcript.selection.copied_text import copied_text
from agent_tui.ui.transcript.selection.drag import Drag
from agent_tui.ui.transcript.selection.place import Place
from agent_tui.ui.transcript.selection.row_cells import RowCells
from agent_tui.ui.transcript.selection.selection import Selection
from agent_tui.ui.transcript.selection.selection_overlay import SelectionOverlay
from agent_tui.ui.transcript.selection.source_line import SourceLine
from agent_tui.ui.transcript.wanted import CopyWanted, OpenWanted

WHAT = "selection"
"""What `CopyWanted` says that it was."""
_SCROLL_EVERY_S = 0.05
_WORD_CLICKS = 2


class MouseView(CursorView):
    """Text is selected by dragging, words and lines by two and three clicks, more with Shift. It
    goes to the primary selection at once. A click opens links, and opens and folds items.

    While the mouse selects, the view follows no text that arrives.
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._selection: Selection | None = None
        self._shown_selection = SelectionOverlay(self._layout)
        self._drag: Drag | None = None
        self._was_dragged = False  # the click that ends a drag is none
        self._scroller: Timer | None = None
        self._overlays.append(self._shown_selection)

    @property
    def has_selection(self) -> bool:
        """Some text is selected."""
        return self._selection is not None

    def selected_text(self) -> str:
        """The source of what is selected. A selection whose text is gone goes, too: ""."""
        if self._selection is None:
            return ""
        if not self._selection.holds(self._layout):
            self.clear_selection()
            return ""
        return copied_text(self._layout, self._selection.span)

    def clear_selection(self) -> None:
        """Select nothing."""
        self._show_selection(None)

    def items_cleared(self) -> None:
        """See `ContentWatcher`."""
        super().items_cleared()
        self._end_drag()
        self._selection = self._shown_selection.span = None

    def on_resize(self, event: events.Resize) -> None:
        """Rows are numbered anew in another width."""
        if self.scrollable_content_region.width != self._layout.width:
            self._end_drag()
            self.clear_selection()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to select; with Shift, select from where the last selection began."""
        place = self._place_at(event.x, event.y)
        if event.button != 1 or place is None:
            return
        self.capture_mouse()
        self._was_dragged = False
        if event.shift and self._selection and self._selection.holds(self._layout):
            origin = Selection(self._layout, self._selection.anchor, self._selection.anchor)
            self._drag = Drag(origin, event.x, event.y, has_moved=True)
            self._select_to_pointer()
        else:
            self._drag = Drag(Selection(self._layout, place, place), event.x, event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select up to the pointer, and scroll when it is at an edge."""
        if self._drag is None:
            return
        if not event.button:  # it was released where nobody told us
            self._end_drag()
        elif self._drag.moves_to(event.x, event.y):
            self._select_to_pointer()
            self._scroll_at_edge()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The selection is complete."""
        self._was_dragged = self._drag is not None and self._drag.has_moved
        self._end_drag()
        if self._was_dragged:
            self._fill_primary()

    def on_mouse_release(self) -> None:
        """Another widget has the mouse now."""
        if self.app.mouse_captured is not self:
            self._end_drag()

    def on_click(self, event: events.Click) -> None:
        """Select a word or a line; once: clear the selection and act on what is there."""
        if self._was_dragged or event.shift or event.button != 1:
            return
        if event.chain >= _WORD_CLICKS:
            self._select_around(event.x, event.y, is_line=event.chain > _WORD_CLICKS)
            return
        self.clear_selection()
        placed = self.place_at(event.y)
        if placed is None:
            return
        self.move_cursor(placed.item)
        is_title = placed.row == self._layout.first_row(placed.item)
        if target := link_at(placed.strip, event.x):
            self.post_message(OpenWanted(target))
        elif is_title and isinstance(self._layout.item(placed.item), (ToolCallItem, ThinkingItem)):
            self._toggle(placed.item)

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        super()._wheel(event, rows)
        if self._drag is not None and self._drag.moves_to(event.x, event.y):
            self._select_to_pointer()

    @property
    def _is_held(self) -> bool:
        """Text that arrives must not move the view."""
        return self._drag is not None and self._drag.has_moved

    def _sync(self) -> None:
        if self._is_held:
            self._anchor.stand_at(*self._anchor.place)
        if self._selection is not None and self._is_end_shown(self._selection):
            self._drop_stale(self._selection)
        super()._sync()

    def _take_colours(self) -> None:
        super()._take_colours()
        dark = self.app.current_theme.dark
        self._shown_selection.take_colours(self.app.theme_variables, dark=dark)

    def _select(self, anchor: Place, head: Place, *, is_linewise: bool = False) -> None:
        """Select from one cell to another, both included."""
        self._show_selection(Selection(self._layout, anchor, head, is_linewise=is_linewise))

    def _show_selection(self, selection: Selection | None) -> None:
        if self._selection is None and selection is None:
            return
        self._selection = selection
        self._shown_selection.span = selection.span if selection else None
        self._sync()

    def _is_end_shown(self, selection: Selection) -> bool:
        return bool(self._placed) and selection.is_near(self._placed[0].item, self._placed[-1].item)

    def _drop_stale(self, selection: Selection) -> None:
        if not (self._layout.width and selection.holds(self._layout)):
            self._end_drag()
            self._selection = self._shown_selection.span = None

    def _select_to_pointer(self) -> None:
        drag = self._drag
        place = self._place_at(drag.x, drag.y) if drag is not None else None
        if drag is None or place is None or not drag.origin.holds(self._layout):
            self._end_drag()
            self.clear_selection()
        else:
            self._select(drag.origin.anchor, place)

    def _select_around(self, x: int, y: int, *, is_line: bool) -> None:
        placed = self.place_at(y)
        if placed is None or placed.row < self._layout.first_row(placed.item):
            return
        line = SourceLine(self._layout.rows(placed.item), placed.row)
        ends = line.ends() if is_line else line.word_at(placed.row, x)
        if ends is not None:
            first, last = ends
            self._select(Place(placed.item, *first), Place(placed.item, *last))
            self._fill_primary()

    def _fill_primary(self) -> None:
        if text := self.selected_text():
            self.post_message(CopyWanted(text, WHAT, to_primary_only=True))

    def _place_at(self, x: int, y: int) -> Place | None:
        """The place under the pointer, or nearest to it; None in an empty transcript."""
        if not self._placed:
            return None
        placed = self._placed[min(max(y, 0), len(self._placed) - 1)]
        last = self._layout.width - 1
        is_below = y >= len(self._placed) and len(self._placed) < self.size.height
        return Place(placed.item, placed.row, last if is_below else min(max(x, 0), last))

    def _scroll_at_edge(self) -> None:
        if not self._rows_to_scroll():
            self._stop_scrolling()
        elif self._scroller is None:
            self._scroller = self.set_interval(_SCROLL_EVERY_S, self._scroll_on)

    def _scroll_on(self) -> None:
        self._move(self._rows_to_scroll())
        self._select_to_pointer()

    def _rows_to_scroll(self) -> int:
        # At the border of the screen the pointer cannot leave the view, so there its edge counts.
        region = self.region
        first = 0 if region.y > 0 else 1
        end = region.height - (region.bottom >= self.screen.size.height)
        return self._drag.scroll_rows(first, end) if self._drag is not None else 0

    def _stop_scrolling(self) -> None:
        if self._scroller is not None:
            self._scroller.stop()
            self._scroller = None

    def _end_drag(self) -> None:
        self._stop_scrolling()
        if self._drag is not None:
            self._drag = None
            self.release_mouse()


def link_at(strip: Strip, cell: int) -> str:
    """The target of the link in a cell, "" for none."""
    extent = RowCells(strip).extent(cell)
    return target_of(next((segment.style for segment in strip.crop(*extent) if segment.text), None))
