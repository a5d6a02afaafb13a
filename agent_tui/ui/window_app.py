"""An application that ends up with the size the window has, and with every cell painted."""

from __future__ import annotations

import shutil

from textual import events
from textual.geometry import Size
from textual.timer import Timer

from agent_tui.ui.ordered_keys_app import OrderedKeysApp

_LOOK_AGAIN_AFTER_S = 0.07


class WindowApp(OrderedKeysApp):
    """Looks at the window once more when it has held still for a moment.

    Textual reads the size in its signal handler. When a second signal interrupts it between
    reading and telling, the older size is told last, and stays.
    """

    _look_again: Timer | None = None

    def on_resize(self) -> None:
        """Wait until the window holds still."""
        if self._look_again is not None:
            self._look_again.stop()
        self._look_again = self.set_timer(_LOOK_AGAIN_AFTER_S, self._window_holds_still)

    def action_redraw(self) -> None:
        """Paint every cell again, for terminals that were written to by others."""
        # Each widget by itself: Textual skips a screen that its widgets cover.
        for screen in self.screen_stack:
            for widget in (screen, *screen.query("*")):
                widget.refresh()

    def window_size(self) -> Size:
        """Columns and rows that the terminal has now; asks it, or the driver when there is none."""
        if self.is_headless or self.is_web:
            return self.size
        return Size(*shutil.get_terminal_size(self.size))

    def _window_holds_still(self) -> None:
        """Take the true size; or paint all again.

        A window that goes away and back quickly has not changed to Textual, which joins its
        changes; but the terminal has lost what did not fit in between.
        """
        true_size = self.window_size()
        if true_size == self.size:
            self.action_redraw()
        else:
            self.post_message(events.Resize(true_size, true_size))
