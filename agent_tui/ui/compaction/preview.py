"""A proposed summary above the composer: read it, change it, use it or not."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from agent_tui.protocol.compaction_events import CompactionProposed
from agent_tui.ui.compaction.preview_rows import PreviewRows, foot_row, preview_rows
from agent_tui.ui.panels.field import Field

_MOST_BODY_ROWS, _LEAST_BODY_ROWS = 12, 3
_OTHER_ROWS = 8  # of the window: composer, status bar, and some transcript
ARMED_AFTER_S = 0.5
"""Keys that come sooner were meant for the composer."""

EditOutside = Callable[[str, Callable[[str], bool]], None]


class CompactionPreview(Widget, can_focus=True):
    """Nothing is changed before Enter.

    used: called with the text; dismissed: called when it is not wanted; edit_outside: opens the
    user's editor. typed_through: gets a key that was meant for the composer.

    | key | does |
    |---|---|
    | Enter | use the summary |
    | e, Ctrl+G | change it here, or in the editor |
    | arrows, PgUp, PgDn, j, k | scroll |
    """

    DEFAULT_CSS = """
    CompactionPreview { height: auto; background: $surface; color: $foreground; }
    """
    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(
        self,
        proposed: CompactionProposed,
        *,
        used: Callable[[str], object],
        edit_outside: EditOutside,
        typed_through: Callable[[events.Key], object],
    ) -> None:
        super().__init__()
        self.proposed = proposed
        self.summary = proposed.mark.text
        self._used, self._edit_outside = used, edit_outside
        self._typed_through = typed_through
        self._top = 0  # the first row of the body in view
        self._armed_at = time.monotonic() + ARMED_AFTER_S
        self.field = Field()
        self._head = _Rows(self._head_texts, bold_count=1)
        self._body = _Rows(self._body_texts)
        self._foot = _Rows(self._foot_texts, is_dim=True)

    @property
    def is_editing(self) -> bool:
        """The field takes the keys."""
        return self.field.is_open

    def compose(self) -> ComposeResult:
        """What is said of it, its text or the field, the keys."""
        yield self._head
        yield self._body
        yield self.field
        yield self._foot

    def end_editing(self) -> None:
        """Back to reading, with what was written."""
        self.summary = self.field.text.strip() or self.summary
        self.field.close()
        self._body.display = True
        self.screen.set_focus(self)
        self._changed()

    def on_resize(self) -> None:
        """Other rows."""
        self.field.styles.max_height = self._most_rows
        self._changed()

    async def _on_key(self, event: events.Key) -> None:
        if self.is_editing:
            return
        acted = True
        if event.key != "escape" and time.monotonic() < self._armed_at:
            self._typed_through(event)
        elif event.key == "enter":
            self._used(self.summary)
        elif event.key == "e":
            self._edit()
        elif event.key == "ctrl+g":
            self._edit_outside(self.summary, self._take)
        elif event.key in (steps := self._steps()):
            self._scroll(steps[event.key])
        else:
            acted = False
        if acted:
            event.stop()
            event.prevent_default()

    def on_mouse_scroll_down(self) -> None:
        """Further down."""
        self._scroll(3)

    def on_mouse_scroll_up(self) -> None:
        """Further up."""
        self._scroll(-3)

    def _edit(self) -> None:
        self._body.display = False
        self.field.styles.max_height = self._most_rows
        self.field.open(self.summary, placeholder="", passed_keys=())
        self.screen.set_focus(self.field)
        self._changed()

    def _take(self, text: str) -> bool:
        self.summary = text.strip() or self.summary
        self._changed()
        return True

    def _steps(self) -> dict[str, int]:
        page = max(self._body_rows - 1, 1)
        lines = {"up": -1, "k": -1, "down": 1, "j": 1}
        return {**lines, "pageup": -page, "pagedown": page, "home": -100_000, "end": 100_000}

    def _scroll(self, rows: int) -> None:
        count = len(self._rows().body)
        self._top = max(min(self._top + rows, count - self._body_rows), 0)
        self._changed()

    def _changed(self) -> None:
        for rows in (self._head, self._body, self._foot):
            rows.refresh(layout=True)

    @property
    def _most_rows(self) -> int:
        room = self.screen.size.height - _OTHER_ROWS - len(self._rows().head)
        return max(min(_MOST_BODY_ROWS, room), _LEAST_BODY_ROWS)

    @property
    def _body_rows(self) -> int:
        return min(self._most_rows, len(self._rows().body))

    def _rows(self) -> PreviewRows:
        return preview_rows(self.proposed, self.summary, max(self.screen.size.width, 1))

    def _head_texts(self) -> tuple[str, ...]:
        return self._rows().head

    def _body_texts(self) -> tuple[str, ...]:
        return self._rows().body[self._top : self._top + self._body_rows]

    def _foot_texts(self) -> tuple[str, ...]:
        row = foot_row(
            max(self.screen.size.width, 1),
            first=self._top,
            shown=self._body_rows,
            count=len(self._rows().body),
            is_editing=self.is_editing,
        )
        return (row,)


class _Rows(Widget):
    """Paints texts, one a row. bold_count: so many of the first stand out."""

    DEFAULT_CSS = """
    _Rows { height: auto; background: $surface; color: $foreground; }
    _Rows .rows--dim { color: $text-muted; background: $surface; }
    _Rows .rows--strong { color: $primary; background: $surface; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--dim", "rows--strong"}
    ALLOW_SELECT = False

    def __init__(
        self, texts: Callable[[], tuple[str, ...]], *, bold_count: int = 0, is_dim: bool = False
    ) -> None:
        super().__init__()
        self._texts, self._bold_count, self._is_dim = texts, bold_count, is_dim

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line for each text; called by Textual."""
        return len(self._texts())

    def render_line(self, y: int) -> Strip:
        """One text; called by Textual."""
        texts, style = self._texts(), self.rich_style
        if y < self._bold_count:
            style = self.get_component_rich_style("rows--strong")
        elif self._is_dim:
            style = self.get_component_rich_style("rows--dim")
        text = texts[y] if y < len(texts) else ""
        return Strip([Segment(text, style)]).adjust_cell_length(self.size.width, self.rich_style)
