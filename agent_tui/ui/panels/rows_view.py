"""A widget that paints rows somebody else has made."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from agent_tui.ui.panels.sheet import Line


class RowsView(Widget):
    """rows: called with the width and the height of the screen; as many rows as it gives are
    shown."""

    DEFAULT_CSS = "RowsView { height: auto; background: $background; color: $foreground; }"
    ALLOW_SELECT = False

    class Clicked(Message):
        """A row that belongs to a choice was clicked."""

        def __init__(self, target: int) -> None:
            super().__init__()
            self.target = target

    def __init__(self, rows: Callable[[int, int], Sequence[Line]]) -> None:
        super().__init__()
        self._rows = rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line for each row; called by Textual."""
        return len(self._rows(width, viewport.height))

    def render_line(self, y: int) -> Strip:
        """One row; called by Textual."""
        rows = self._rows(self.size.width, self.screen.size.height)
        runs = rows[y].runs if y < len(rows) else []
        return Strip(runs).adjust_cell_length(self.size.width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """Tell which choice it was."""
        rows = self._rows(self.size.width, self.screen.size.height)
        if event.y < len(rows) and rows[event.y].target >= 0:
            self.post_message(self.Clicked(rows[event.y].target))
