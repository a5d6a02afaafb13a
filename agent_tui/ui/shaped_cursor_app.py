"""An application that can let the terminal draw the cursor, as a bar or a line."""

from __future__ import annotations

from textual.widgets import TextArea

from agent_tui.ui.window_app import WindowApp

_PAINTED = 0
_SHOW, _HIDE = "\x1b[?25h", "\x1b[?25l"


class ShapedCursorApp(WindowApp):
    """A cell can be painted as a block only: other shapes are the terminal's own cursor. It is
    shown while the field that wants it has the focus, and never while the screen is repainted."""

    _shape = _PAINTED
    _shaped_field: TextArea | None = None
    _is_cursor_shown = False

    def shape_cursor_of(self, field: TextArea, shape: int) -> bool:
        """Draw the cursor of a field so, whenever it has the focus. False when it must paint it
        itself. shape: a value of `CursorShape`."""
        driver = self._driver
        if driver is None or not hasattr(driver, "is_cursor_shaped"):
            return False  # there is no terminal, or one that is not ours
        if shape not in (self._shape, _PAINTED):
            driver.is_cursor_shaped = True
            driver.write(f"\x1b[{int(shape)} q")
        self._shape, self._shaped_field = shape, field
        self._show_or_hide()
        return shape != _PAINTED

    def terminal_came_back(self) -> None:
        """The terminal was another program's, and has its own cursor."""
        self._is_cursor_shown = False
        shape, self._shape = self._shape, _PAINTED
        if self._shaped_field is not None:
            self.shape_cursor_of(self._shaped_field, shape)
        self.action_redraw()

    def _show_or_hide(self) -> None:
        is_wanted = self._shape != _PAINTED and self._shaped_field is self.focused
        if is_wanted != self._is_cursor_shown:
            self._show_cursor(is_wanted)

    def _show_cursor(self, is_shown: bool) -> None:
        if self._driver is not None:
            self._is_cursor_shown = is_shown
            self._driver.write(_SHOW if is_shown else _HIDE)

    def _begin_update(self) -> None:
        # Textual moves the terminal's cursor over the screen while it paints, and then to where it
        # was told that the cursor is; the layout may have moved the field since, or placed it only
        # now. Input methods open their window there, also while the cursor is painted.
        if isinstance(field := self.focused, TextArea):
            self.cursor_position = field.cursor_screen_offset
        if self._is_cursor_shown:
            self._show_cursor(False)
        super()._begin_update()

    def _end_update(self) -> None:
        super()._end_update()
        self._show_or_hide()
