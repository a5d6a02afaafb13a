"""A text area over which a way of editing paints: what is selected, what was found, its cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from agent_tui.ui.widgets.draft_text_area import DraftTextArea

if TYPE_CHECKING:
    from agent_tui.ui.widgets.overlay import Overlay


class OverlaidTextArea(DraftTextArea):
    """Paints `overlay`, if there is one."""

    overlay: Overlay | None = None
    _paints_cursor = True

    @property
    def selected_text(self) -> str:
        """What is selected, chips expanded."""
        selected = self.overlay.selected_text if self.overlay is not None else ""
        return selected or super().selected_text

    def paste(self, text: str) -> None:
        """Insert foreign text, unless the overlay takes it."""
        if self.overlay is None or not self.overlay.take_paste(text):
            super().paste(text)

    def get_line(self, line_index: int) -> Text:
        """A line with what is painted over it; called by Textual."""
        line = super().get_line(line_index)
        if self.overlay is not None:
            for start, end, name in self.overlay.marks(line_index):
                if start >= len(line):
                    line.pad_right(start + 1 - len(line))
                line.stylize(self.get_component_rich_style(name), start, end)
        return line

    def paint_cursor(self, *, is_painted: bool) -> None:
        """Draw the cursor here, or leave it to the terminal."""
        if is_painted != self._paints_cursor:
            self._paints_cursor = is_painted
            self.forget_painted()

    def forget_painted(self) -> None:
        """The overlay has changed: paint all rows anew."""
        self.notify_style_update()
        self.refresh()

    @property
    def _draw_cursor(self) -> bool:
        return self._paints_cursor and super()._draw_cursor
