"""A strip along one side of the chat, for widgets of a host."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import Vertical
from textual.widget import Widget

from agent_tui.config.layout import Area


class HostArea(Vertical):
    """Holds the widgets of an area of the layout; folds away where the window has no room."""

    DEFAULT_CSS = """
    HostArea { background: $background; }
    HostArea.-left { border-right: solid $border; padding: 0 1; }
    HostArea.-right { border-left: solid $border; padding: 0 1; }
    """

    def __init__(self, area: Area, widgets: Sequence[Widget]) -> None:
        super().__init__(*widgets, classes=f"-{area.side}")
        self.area = area
        self.is_given_up = False  # all that it was for has failed
        if area.is_column:
            self.styles.width = area.cells
        else:
            self.styles.height = area.cells
