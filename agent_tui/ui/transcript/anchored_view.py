"""A view of a layout: paints the rows in view, scrolls exactly, keeps the reader's place."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from agent_tui.protocol.packed_messages import PackedMessages
from agent_tui.ui.markdown import is_warm, warm_up
from agent_tui.ui.markdown.palette import palette_from
from agent_tui.ui.transcript.anchor import Anchor
from agent_tui.ui.transcript.extent import set_extent
from agent_tui.ui.transcript.layout import Layout, PlacedRow
from agent_tui.ui.warm_up import settle_memory

_SLICE_S, _PAUSE_S = 0.001, 0.008  # of bringing in an earlier history, beside keys and paints
_WAITED_FOR_SLICE_S = 0.01  # of the same, while the reader stands at the top of what is there
_SLICES_SHOWN = 16  # the scroll bar moves once for so many slices


class Overlay(Protocol):
    """Something that marks rows on their way to the screen: a cursor, a selection, a match."""

    def paint(self, placed: PlacedRow, strip: Strip) -> Strip:
        """`strip` with marks, or `strip` itself when nothing is to be marked. strip: the row as the
        overlays before have painted it. Asked for each visible row at each change, so it must be
        quick."""
        ...


class AnchoredView(ScrollView, can_focus=True):
    """Scrolls over the items of a layout. It follows the end while it stands there; elsewhere
    nothing that arrives moves the row at its top. Names with an underscore are shared with the
    views that build on it, and with nobody else."""

    ALLOW_SELECT = False
    """Textual's selection knows widgets, not rows; the transcript has its own."""
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
        self._slice: Timer | None = None
        self._slice_count = 0
        self._wants_start = False

    @property
    def content(self) -> Layout:
        """The items that are shown; for reading."""
        return self._layout

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

    def add_earlier(self, messages: PackedMessages) -> None:
        """What stands above everything has come. It appears bit by bit; nothing in view moves."""
        self._layout.put_earlier(messages)
        self._slice_count = 0
        if self._slice is None:
            self._count_earlier()

    def _count_earlier(self) -> None:
        self._slice = None
        layout = self._layout
        is_top_shown = bool(self._placed) and self._placed[0].item < layout.first
        end_s = time.perf_counter() + (_WAITED_FOR_SLICE_S if is_top_shown else _SLICE_S)
        while layout.width and layout.has_uncounted and time.perf_counter() < end_s:
            self._anchor.count_earlier()
        self._slice_count += 1
        is_due = not layout.has_uncounted or self._slice_count % _SLICES_SHOWN == 0
        if self._wants_start:
            self._anchor.jump(0, self.size.height)
        if is_due or is_top_shown or self._wants_start:
            self._sync()
        if layout.has_uncounted:
            self._slice = self.set_timer(_PAUSE_S, self._count_earlier)
        else:
            self._wants_start = False
            if getattr(self.app, "owns_process", False):
                settle_memory()

    def on_mount(self) -> None:
        """Take the theme's colours, now and whenever it changes."""
        self._take_colours()
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

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of the view, straight to the screen. Textual would ask the styles of each for
        borders and opacity, of which there are none, and filter it anew at each repaint."""
        background = self.background_colors[1]
        filters = self.get_line_filters()
        blank = Style(bgcolor=background.rich_color)
        strips = []
        for y in crop.line_range:
            strip = self.render_line(y)
            for each in filters:
                strip = strip.apply_filter(each, background)  # it remembers what came out
            strips.append(strip.crop_extend(crop.x, crop.right, blank))
        return strips

    def follow_end(self) -> None:
        """Stand at the end, from the next repaint on."""
        self._wants_start = False
        self._anchor.follows = True

    def _repaint(self) -> None:
        self._take_colours()
        self._sync()
        self.refresh()  # the blank rows too

    def _take_colours(self) -> None:
        palette = palette_from(self.app.theme_variables, self.app.current_theme.dark)
        self._layout.repaint(palette)

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
        if is_below and not at_top:
            item, row = self._above(item, row, height - 1)
        self._wants_start = False
        self._anchor.stand_at(item, row)
        self._sync()

    def _above(self, item: int, row: int, rows: int) -> tuple[int, int]:
        """The place so many rows above another one, exactly."""
        row -= rows
        while row < 0 and item > self._layout.first:
            item -= 1
            row += len(self._layout.rows(item))
        return item, max(row, 0)

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
