"""The commands that begin with what is typed, shown above the composer; nothing runs from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.widget import Widget

MAX_ROWS = 8


class CommandPopup(Widget):
    """Shows commands while one is being typed; hidden without rows."""

    DEFAULT_CSS = """
    CommandPopup { height: auto; display: none; background: $surface; color: $foreground; }
    CommandPopup .command-popup--summary { color: $text-muted; }
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
        self._rows = tuple(rows[:MAX_ROWS])
        if not rows:
            self._is_dismissed = False
        self.display = bool(rows) and not self._is_dismissed
        self.refresh(layout=True)

    def dismiss(self) -> None:
        """Hide until another command is begun."""
        self._is_dismissed = True
        self.display = False

    def render(self) -> Content:
        """The rows; called by Textual."""
        width = self.size.width or self.app.size.width
        column = max((cell_len(usage) for usage, _ in self._rows), default=0) + 4
        style = self.get_visual_style("command-popup--summary")
        lines = [
            Content(set_cell_size(f"  {usage}", min(column, width)))
            + Content(summary[: max(0, width - column - 1)]).stylize(style)
            for usage, summary in self._rows
        ]
        return Content("\n").join(lines)
