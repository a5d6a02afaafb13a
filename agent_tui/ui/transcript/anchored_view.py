"""A view of a layout: paints the rows in view, scrolls exactly, keeps the reader's place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar, Protocol

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.worker import Worker, WorkerState

from agent_tui.ui.markdown import is_warm, warm_up
from agent_tui.ui.markdown.palette import Palette, palette_from
from agent_tui.ui.transcript.anchor import Anchor
from agent_tui.ui.transcript.extent import set_extent
from agent_tui.ui.transcript.layout import Layout, PlacedRow

_WHEEL_ROWS = 3
_PAGE_OVERLAP_ROWS = 1


class Overlay(Protocol):
    """Something that marks rows on their way to the screen: a cursor, a selection, a match."""

    def paint(self, placed: PlacedRow, strip: Strip) -> Strip:
        """`strip` with marks, or `strip` itself when nothing is to be marked. strip: the row as the
        overlays before have painted it. Asked for each visible row at each change, so it must be
        quick."""
        ...


class AnchoredView(ScrollView, can_focus=True):
    """Scrolls over the items of a layout. It follows the end while it stands there; elsewhere
    nothing that arrives moves the row at its top.

    | key | does |
    |---|---|
    | up, down, wheel | scroll |
    | pageup, pagedown | scroll by a page, one row overlaps |
    | ctrl+home, ctrl+end | go to the start; to the end, and follow it |
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", "Scroll up", show=False),
        Binding("down", "scroll_down", "Scroll down", show=False),
        Binding("pageup", "page_up", "Page up", show=False),
        Binding("pagedown", "page_down", "Page down", show=False),
        Binding("ctrl+home,home", "scroll_home", "Start", show=False),
        Binding("ctrl+end,end", "scroll_end", "End", show=False),
    ]
    DEFAULT_CSS = """
    AnchoredView {
        background: $background;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size: 0 1;
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._layout = Layout(palette_from({}, dark=True))
        self._anchor = Anchor(self._layout)
        self._overlays: list[Overlay] = []
        self._placed: Sequence[PlacedRow] = ()  # the rows in view, from top to bottom
        self._visible: Sequence[Strip] = ()  # the same, as they are shown
        self._batch_depth = 0
        self._is_warming = False
        self._is_placing = False  # a change of scroll_y is ours, not the user's

    @property
    def follows(self) -> bool:
        """The view sticks to the end."""
        return self._anchor.follows

    @contextmanager
    def batch(self) -> Iterator[None]:  # type: ignore[override]
        """Many calls, one repaint. (Textual's own `batch` is about mounting children.)"""
        self._batch_depth += 1
        try:
            yield
        finally:
            self._batch_depth -= 1
            if not self._batch_depth:
                self._sync()

    def synced(self) -> None:
        """Called when extent, position and picture are in line with the items again."""

    def on_mount(self) -> None:
        """Take the theme's colours, now and whenever it changes."""
        self._layout.repaint(self._theme_palette())
        self.app.theme_changed_signal.subscribe(self, lambda _: self._repaint())

    def on_resize(self, event: events.Resize) -> None:
        """Wrap anew when the width changed; the reader's place stays."""
        width = self.scrollable_content_region.width
        if width and width != self._layout.width:
            self._anchor.reflow(width)
        self._sync()

    def on_worker_state_changed(self, message: Worker.StateChanged) -> None:
        """Draw what waited for the markdown parser."""
        if message.state is WorkerState.SUCCESS:
            self._repaint()

    def render_line(self, y: int) -> Strip:
        """One row of the view."""
        return self._visible[y] if y < len(self._visible) else self._layout.blank

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The scroll bar was dragged, or Textual kept the position within bounds."""
        super().watch_scroll_y(old_value, new_value)
        if not self._is_placing and self._layout.width:
            if round(new_value) >= self.max_scroll_y:
                self.follow_end()
            else:
                self._anchor.jump(round(new_value), self.size.height)
            self._sync()

    def action_scroll_up(self) -> None:
        """One row up."""
        self._move(-1)

    def action_scroll_down(self) -> None:
        """One row down."""
        self._move(1)

    def action_page_up(self) -> None:
        """One page up."""
        self._move(_PAGE_OVERLAP_ROWS - self.size.height)

    def action_page_down(self) -> None:
        """One page down."""
        self._move(self.size.height - _PAGE_OVERLAP_ROWS)

    def action_scroll_home(self) -> None:
        """To the very start."""
        if self._layout.width:
            self._anchor.jump(0, self.size.height)
            self._sync()

    def action_scroll_end(self) -> None:
        """To the end, and follow it."""
        self.follow_end()
        self._sync()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by exact rows; Textual would scroll by guessed ones."""
        self._wheel(event, -_WHEEL_ROWS)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by exact rows; Textual would scroll by guessed ones."""
        self._wheel(event, _WHEEL_ROWS)

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        event.prevent_default()
        event.stop()
        self._move(rows)

    def _move(self, rows: int) -> None:
        if self._layout.width:
            self._anchor.move(rows, self.size.height)
            self._sync()

    def follow_end(self) -> None:
        """Stand at the end, from the next repaint on."""
        self._anchor.follows = True

    def _repaint(self) -> None:
        self._layout.repaint(self._theme_palette())
        self._sync()
        self.refresh()  # the blank rows too

    def _theme_palette(self) -> Palette:
        return palette_from(self.app.theme_variables, self.app.current_theme.dark)

    def _sync(self) -> None:
        """Bring extent, position and picture in line with the items."""
        if self._batch_depth or not self.is_mounted or not self._layout.width:
            return
        if not (self._is_warming or is_warm()) and self._layout.needs_markdown():
            # In a thread, because the import takes longer than a frame may; and after the next
            # frame, which shows the text as it is and would otherwise share the processor with it.
            self._is_warming = True
            self.call_after_refresh(self.run_worker, warm_up, thread=True)
        height = self.size.height
        top = self._anchor.settle(height)
        self._place(top)
        self._placed = self._layout.rows_from(*self._anchor.place, height)
        self._paint([self._shown(placed) for placed in self._placed])
        self.synced()

    def place_at(self, y: int) -> PlacedRow | None:
        """What stands at a row of the view, None below the last item."""
        return self._placed[y] if 0 <= y < len(self._placed) else None

    def reveal(self, item: int, row: int = 0, *, at_top: bool = False) -> None:
        """Scroll as little as needed to show a row of an item; at_top: let it stand at the top,
        as far as there is enough below it."""
        height = self.size.height
        seen = any(placed.item == item and placed.row == row for placed in self._placed)
        if not self._layout.width or (seen and not at_top):
            return
        is_below = bool(self._placed) and (item, row) > self._placed[-1][:2]
        self._anchor.stand_at(item, row)
        if is_below and not at_top:
            self._anchor.move(1 - height, height)
        self._sync()

    def _shown(self, placed: PlacedRow) -> Strip:
        strip: Strip = placed.strip
        for overlay in self._overlays:
            strip = overlay.paint(placed, strip)
        return strip

    def _place(self, top: int) -> None:
        self._is_placing = True
        try:
            set_extent(self, self._layout.total, top)
        finally:
            self._is_placing = False

    def _paint(self, rows: Sequence[Strip]) -> None:
        """Repaint the rows that differ; frozen rows are the same objects as before."""
        before, self._visible = self._visible, rows
        longest = max(len(before), len(rows))
        changed = [
            y
            for y in range(longest)
            if y >= len(before) or y >= len(rows) or before[y] is not rows[y]
        ]
        if changed:
            self.refresh(Region(0, changed[0], self.size.width, changed[-1] - changed[0] + 1))
