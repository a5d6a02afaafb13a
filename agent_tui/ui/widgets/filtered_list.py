"""A list above the composer that is filtered by what is typed: what all such lists have in
common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Size
from textual.strip import Strip
from textual.widget import Widget

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.render.cells import cells_of, cut_start
from agent_tui.ui.returned_keys import return_key
from agent_tui.ui.widgets.free_rows import free_rows

MOST_ROWS = 9
_LEAST_ROWS = 2  # the title and one row
_LEAST_FILTER_CELLS = 16
_MOST_PASTED = 200  # characters
_GAP = 2


class FilteredList(Widget, can_focus=True):
    """A title row with the filter, and rows below it. A list says what its rows are, and what it
    means to take one; that is done at once, because the keys that follow may be meant for what has
    the focus then.

    | key | does |
    |---|---|
    | letters, Backspace, Ctrl+W, Ctrl+U | change the filter |
    | up, down, PgUp, PgDn, Home, End | go to another row |
    """

    DEFAULT_CSS = """
    FilteredList { height: auto; max-height: 60vh; background: $surface; color: $foreground; }
    FilteredList .filtered-list--dim { color: $text-muted; background: $surface; }
    FilteredList .filtered-list--cursor {
        color: $primary; background: $surface; text-style: bold;
    }
    FilteredList .filtered-list--match { color: $accent; background: $surface; text-style: bold; }
    FilteredList:ansi .filtered-list--dim { text-style: dim; }
    FilteredList:ansi .filtered-list--match { text-style: underline; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "filtered-list--dim",
        "filtered-list--cursor",
        "filtered-list--match",
    }
    ALLOW_SELECT = False
    OTHER_STEPS: ClassVar[Mapping[str, int]] = {}
    """Keys beside the usual ones that go to another row, and how far."""

    def __init__(self) -> None:
        super().__init__()
        self._cursor = 0
        self._top = 0  # the first row in view
        self._rows = 1  # never fewer than there were: nothing jumps while one types

    @property
    def _count(self) -> int:
        """How many rows fit the filter."""
        raise NotImplementedError

    @property
    def _filter_text(self) -> str:
        raise NotImplementedError

    @property
    def _titles(self) -> Sequence[str]:
        """The title, the longest form first."""
        raise NotImplementedError

    @property
    def _helps(self) -> Sequence[str]:
        """What the title row says about keys, the longest form first."""
        raise NotImplementedError

    @property
    def _nothing_text(self) -> str:
        """What stands in place of the rows."""
        return "nothing fits"

    def _set_filter(self, text: str) -> None:
        raise NotImplementedError

    def _row(self, at: int, width: int) -> list[Segment]:
        raise NotImplementedError

    def _take(self, at: int) -> None:
        """Take the row at this place, which there is."""
        raise NotImplementedError

    def _take_key(self, key: str) -> bool:
        """Act on a key of the list's own; False for all others."""
        raise NotImplementedError

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The title and the rows, as far as there is room; called by Textual."""
        return min(1 + self._rows, max(free_rows(self, container.height), _LEAST_ROWS))

    def on_resize(self) -> None:
        """Keep the current row in view."""
        self._move_to(self._cursor)

    def render_line(self, y: int) -> Strip:
        """The title, or one row; called by Textual."""
        width, style, at = self.size.width, self.rich_style, self._top + y - 1
        if y == 0:
            row = self._title_row(width)
        elif at < self._count:
            row = self._row(at, width)
        else:
            row = [Segment(f"  {self._nothing_text}" if at == 0 else "", self._ink("dim"))]
        return Strip(row).adjust_cell_length(width, style).apply_style(style)

    async def _on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        if self.screen.focused is not self:  # typed behind the key that closed the list
            return_key(self, event)
        elif not self._take_key(event.key):
            page = max(self.size.height - 1, 1)
            all_rows = self._count
            steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}
            steps |= {"home": -all_rows, "end": all_rows, **self.OTHER_STEPS}
            if event.key in steps:
                self._move_to(self._cursor + steps[event.key])
            elif (text := self._edited(event)) != self._filter_text:
                self._write(text)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted is part of the filter."""
        event.stop()
        pasted = " ".join(harmless(event.text[:_MOST_PASTED]).split())
        self._write(self._filter_text + pasted)

    def on_click(self, event: events.Click) -> None:
        """Take what was clicked."""
        at = self._top + event.y - 1
        if event.y > 0 and at < self._count:
            self._take(at)

    def on_mouse_scroll_down(self) -> None:
        """The next row."""
        self._move_to(self._cursor + 1)

    def on_mouse_scroll_up(self) -> None:
        """The row before."""
        self._move_to(self._cursor - 1)

    def _edited(self, event: events.Key) -> str:
        text = self._filter_text
        if event.key == "backspace":
            return text[:-1]
        if event.key == "ctrl+w":
            return text.rstrip()[: -len(text.split()[-1])] if text.split() else ""
        if event.key == "ctrl+u":
            return ""
        return text + event.character if event.is_printable and event.character else text

    def _write(self, text: str) -> None:
        self._set_filter(text)
        self._move_to(0)

    def _move_to(self, at: int) -> None:
        self._cursor = min(max(at, 0), max(self._count - 1, 0))
        rows = max(self.size.height - 1, 1)
        self._top = min(max(self._top, self._cursor - rows + 1), self._cursor)
        self.refresh()

    def _title_row(self, width: int) -> list[Segment]:
        titles = [f"  {title} ❯ " for title in self._titles]
        fitting = (one for one in titles if cells_of(one) + _LEAST_FILTER_CELLS <= width)
        title = next(fitting, titles[-1])
        room = max(width - cells_of(title) - 1, 1)
        written = cut_start(self._filter_text, room)
        left = room - cells_of(written) - _GAP
        help_text = next((text for text in self._helps if cells_of(text) < left), "")
        # Where an input method shows what is being composed.
        self.app.cursor_position = self.region.offset + Offset(cells_of(title + written), 0)
        return [
            Segment(title, self._ink("dim")),
            Segment(written),
            Segment(" ", Style(reverse=self.has_focus)),
            Segment(" " * (left - cells_of(help_text))),
            Segment(help_text, self._ink("dim")),
        ]

    def _ink(self, part: str) -> Style:
        return self.get_component_rich_style(f"filtered-list--{part}")
