"""Scrolling by keys, wheel and scroll bar, by exact rows."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.scrollbar import ScrollDown, ScrollTo, ScrollUp

from agent_tui.ui.key_actions import SCROLL_ACTIONS
from agent_tui.ui.keymap import rebind_in_app, view_bindings
from agent_tui.ui.transcript.anchored_view import AnchoredView

_WHEEL_ROWS = 3
_PAGE_OVERLAP_ROWS = 1


class ScrolledView(AnchoredView):
    """Textual would scroll by guessed rows, and glide there: every step of a glide would be taken
    for a wish of its own.

    | key | does |
    |---|---|
    | up, down, wheel | scroll |
    | pageup, pagedown | scroll by a page, one row overlaps |
    | ctrl+home, ctrl+end | go to the start; to the end, and follow it |
    """

    KEY_CONTEXT = "transcript"
    BINDINGS: ClassVar[list[BindingType]] = [*view_bindings("transcript", SCROLL_ACTIONS)]

    def on_mount(self) -> None:
        """Take the keys of the application."""
        rebind_in_app(self, self.KEY_CONTEXT)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The scroll bar was dragged, or Textual kept the position within bounds."""
        super().watch_scroll_y(old_value, new_value)
        if not self._is_placing and self._layout.width:
            if round(new_value) >= self.max_scroll_y:
                self.follow_end()
            else:
                self._wants_start = False
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
            self._wants_start = not self._layout.is_whole
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
            self._wants_start = False
            self._anchor.move(rows, self.size.height)
            self._sync()

    def on_scroll_to(self, message: ScrollTo) -> None:
        """The thumb of the scroll bar is dragged."""
        message.prevent_default()
        message.stop()
        if message.y is not None:
            self.scroll_to(y=message.y, animate=False, immediate=True, force=True)

    def on_scroll_up(self, message: ScrollUp) -> None:
        """A click above the thumb."""
        message.prevent_default()
        message.stop()
        self.action_page_up()

    def on_scroll_down(self, message: ScrollDown) -> None:
        """A click below the thumb."""
        message.prevent_default()
        message.stop()
        self.action_page_down()
