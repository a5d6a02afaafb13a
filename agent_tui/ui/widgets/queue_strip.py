"""The queue strip: the prompts that wait, above the composer, only when there are any."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.widget import Widget

from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.ui.foreign_text import harmless

MAX_ROWS = 3
_MARK = "  ◦ "


class QueueStrip(Widget):
    """Shows waiting prompts, their first line each, and what to do about them."""

    DEFAULT_CSS = """
    QueueStrip { height: auto; display: none; color: $text-muted; background: $background; }
    QueueStrip:ansi { text-style: dim; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._prompts: tuple[QueuedPrompt, ...] = ()
        self._is_held = False

    @property
    def prompts(self) -> tuple[QueuedPrompt, ...]:
        """What is shown, oldest first."""
        return self._prompts

    @property
    def is_held(self) -> bool:
        """The prompts wait for the user, not for the running turn."""
        return self._is_held

    def show(self, prompts: Sequence[QueuedPrompt], *, is_held: bool) -> None:
        """Show these prompts instead; none hides the strip."""
        self._prompts, self._is_held = tuple(prompts), is_held and bool(prompts)
        self.display = bool(prompts)
        self.refresh(layout=True)

    def render(self) -> Content:
        """The rows; called by Textual."""
        width = self.size.width or self.app.size.width
        return Content("\n".join(queue_rows(self._prompts, self._is_held, width)))


def queue_rows(prompts: Sequence[QueuedPrompt], is_held: bool, width: int) -> list[str]:
    """The strip's rows, none wider than `width` cells."""
    if not prompts:
        return []
    rows = [_MARK + _first_line(prompt.text) for prompt in prompts[:MAX_ROWS]]
    more = len(prompts) - MAX_ROWS
    count = f"{more} more · " if more > 0 else ""
    what = "held: Enter sends, Up edits" if is_held else "queued: Up edits the last"
    return [_fitted(row, width) for row in (*rows, f"    {count}{what}")]


def _first_line(text: str) -> str:
    first, _, rest = harmless(text).strip().partition("\n")
    return f"{first} …" if rest else first


def _fitted(row: str, width: int) -> str:
    if cell_len(row) <= width:
        return row
    return set_cell_size(row, max(0, width - 1)) + "…"
