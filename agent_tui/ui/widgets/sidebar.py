"""The sidebar: hosts the widgets that a host registered for its slot."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static


class Sidebar(Vertical):
    """A column at the right. Narrow windows fold it away, whatever the user chose."""

    DEFAULT_CSS = """
    Sidebar { border-left: solid $border; padding: 0 1; background: $background; }
    Sidebar .sidebar--empty { color: $text-muted; }
    """

    def __init__(self, slot: str, width: int, widgets: Sequence[Widget]) -> None:
        super().__init__(*(widgets or [_empty(slot)]))
        self.styles.width = width


def _empty(slot: str) -> Widget:
    text = f'No widget is registered for "{slot}".'
    return Static(text, classes="sidebar--empty", markup=False)
