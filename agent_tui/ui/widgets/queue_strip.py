"""The queue strip: the prompts that wait, above the composer, only when there are any."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.ui.foreign_text import harmless

MOST_PROMPTS = 3
LOW_WINDOW_ROWS = 16
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
        self._most_prompts = MOST_PROMPTS

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

    def fit(self, window_rows: int) -> None:
        """Take only one row in a low window."""
        most = MOST_PROMPTS if window_rows >= LOW_WINDOW_ROWS else 0
        if most != self._most_prompts:
            self._most_prompts = most
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line for each row, whatever its length; called by Textual."""
        return len(self._rows(width))

    def render_line(self, y: int) -> Strip:
        """One row; called by Textual."""
        rows = self._rows(self.size.width)
        text = rows[y] if y < len(rows) else ""
        return Strip([Segment(text, self.rich_style)]).adjust_cell_length(
            self.size.width, self.rich_style
        )

    def _rows(self, width: int) -> list[str]:
        return queue_rows(self._prompts, self._is_held, width, most=self._most_prompts)


def queue_rows(
    prompts: Sequence[QueuedPrompt], is_held: bool, width: int, *, most: int = MOST_PROMPTS
) -> list[str]:
    """The strip's rows, at most `width` cells wide. most: prompts to show; the rest is counted."""
    if not prompts:
        return []
    rows = [_MARK + _first_line(prompt.text) for prompt in prompts[:most]]
    more = len(prompts) - len(rows)
    count = f"{more} more · " if more and rows else f"{more} " if more else ""
    what = "held: Enter sends, Up edits" if is_held else "queued: Up edits the last"
    return [_fitted(row, width) for row in (*rows, f"    {count}{what}")]


def _first_line(text: str) -> str:
    first, _, rest = harmless(text).strip().partition("\n")
    return f"{first} …" if rest else first


def _fitted(row: str, width: int) -> str:
    if cell_len(row) <= width:
        return row
    return set_cell_size(row, max(0, width - 1)) + "…"
