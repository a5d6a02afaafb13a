"""The sidebar: a column at the right, for a host's widgets or for our own lists."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import Vertical
from textual.widget import Widget


class Sidebar(Vertical):
    """Hosts widgets. Narrow windows fold it away, whatever the user chose. is_docked: it stands
    beside everything else; without, where it is composed. width: cells, border included;
    percent: of the window instead, 0 for cells."""

    DEFAULT_CSS = """
    Sidebar { border-left: solid $border; padding: 0 1; background: $background; }
    Sidebar.-docked { dock: right; height: 1fr; padding: 0 1 1 1; }
    """

    def __init__(
        self,
        width: int,
        widgets: Sequence[Widget],
        *,
        percent: int = 0,
        is_docked: bool = False,
    ) -> None:
        super().__init__(*widgets)
        self.styles.width = f"{percent}%" if percent else width
        self.set_class(is_docked, "-docked")
