"""The commands that begin with what is typed, shown above the composer; nothing runs from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

MAX_ROWS = 9


class CommandPopup(Widget):
    """Shows commands while one is being typed; hidden without rows."""

    DEFAULT_CSS = """
    CommandPopup {
        height: auto; max-height: 40vh; display: none; background: $surface; color: $foreground;
    }
    CommandPopup .command-popup--summary { color: $text-muted; background: $surface; }
    CommandPopup:ansi .command-popup--summary { text-style: dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"command-popup--summary"}

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[tuple[str, str], ...] = ()
        self._is_dismissed = False

    @property
    def is_open(self) -> bool:
        """Something is shown."""
        return bool(self.display)

    def show(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show (usage, summary) rows; none hides the popup and ends a dismissal."""
        self._rows = tuple(rows)
        if len(rows) > MAX_ROWS:
            more = len(rows) - MAX_ROWS + 1
            self._rows = (*rows[: MAX_ROWS - 1], ("…", f"{more} more: type on"))
        if not rows:
            self._is_dismissed = False
        self.display = bool(rows) and not self._is_dismissed
        self.refresh(layout=True)

    def dismiss(self) -> None:
        """Hide until another command is begun."""
        self._is_dismissed = True
        self.display = False

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line for each command; called by Textual."""
        return len(self._rows)

    def render_line(self, y: int) -> Strip:
        """One command; called by Textual."""
        width, style = self.size.width, self.rich_style
        usage, summary = self._rows[y] if y < len(self._rows) else ("", "")
        column = max((cell_len(usage) for usage, _ in self._rows), default=0) + 4
        dim = self.get_component_rich_style("command-popup--summary")
        row = Strip([Segment(set_cell_size(f"  {usage}", column), style), Segment(summary, dim)])
        return row.adjust_cell_length(width, style)
