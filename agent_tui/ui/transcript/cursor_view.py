"""An item cursor over the transcript: one item is the current one, and keys act on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.strip import Strip

from agent_tui.ui.key_actions import CURSOR_ACTIONS
from agent_tui.ui.keymap import view_bindings
from agent_tui.ui.markdown.theme_colours import ThemeColours
from agent_tui.ui.transcript.items.answer_item import AnswerItem
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.items.prompt_item import PromptItem
from agent_tui.ui.transcript.items.thinking_item import ThinkingItem
from agent_tui.ui.transcript.items.tool_call_item import ToolCallItem
from agent_tui.ui.transcript.layout import PlacedRow
from agent_tui.ui.transcript.painted_rows import PaintedRows
from agent_tui.ui.transcript.scrolled_view import ScrolledView
from agent_tui.ui.transcript.selection.copied_text import source_in_text
from agent_tui.ui.transcript.wanted import CopyWanted, OpenWanted

_NAMES: dict[type[Item], str] = {
    PromptItem: "prompt",
    AnswerItem: "answer",
    ThinkingItem: "thinking",
    ToolCallItem: "tool call",
}


class CursorView(ScrolledView):
    """Marks the current item while it has the focus. Keys never act on an item out of sight: after
    scrolling, the cursor is on what is nearest to where it was.

    | key | does |
    |---|---|
    | j, k | read on, then the next item; back, then the previous one |
    | space | open or fold the item |
    | y | copy the item's source |
    | enter | open the item's first link, else as space |
    """

    BINDINGS: ClassVar[list[BindingType]] = [*view_bindings("transcript", CURSOR_ACTIONS)]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._cursor: int | None = None
        self._mark = _CursorMark()
        self._has_keys = False
        self._overlays.append(self._mark)
        self._layout.watchers.append(self)

    @property
    def cursor(self) -> int | None:
        """The number of the current item; None before the transcript had the focus."""
        return self._cursor if self._cursor in self._layout.numbers() else None

    def move_cursor(self, number: int | None) -> None:
        """Make an item the current one, in view or not; None for none."""
        self._cursor = number
        self._sync()

    def item_changed(self, number: int) -> None:
        """See `ContentWatcher`."""

    def items_cleared(self) -> None:
        """See `ContentWatcher`."""
        self._cursor = None

    def on_focus(self, event: events.Focus) -> None:
        """Show the cursor."""
        self._has_keys = True
        self._current_in_view()
        self._sync()

    def on_blur(self, event: events.Blur) -> None:
        """Hide the cursor; it stays where it is."""
        self._has_keys = False
        self._sync()

    def action_next_item(self) -> None:
        """The rest of the current item, then the next one."""
        self._read_on(1)

    def action_previous_item(self) -> None:
        """What is above in the current item, then the previous one."""
        self._read_on(-1)

    def action_toggle_item(self) -> None:
        """Open or fold the current item; its first row stays in view."""
        number = self._current_in_view()
        if number is not None:
            self._toggle(number)

    def action_copy(self) -> None:
        """Ask for the current item's source on the clipboard."""
        number = self._current_in_view()
        if number is None:
            return
        item = self._layout.item(number)
        if source := item.source():
            self.post_message(CopyWanted(source, _NAMES.get(type(item), "entry")))

    def action_act(self) -> None:
        """Open the first link of the current item, or the item itself."""
        number = self._current_in_view()
        if number is None:
            return
        if targets := self._layout.item(number).link_targets():
            self.post_message(OpenWanted(targets[0]))
        else:
            self._toggle(number)

    def _take_colours(self) -> None:
        super()._take_colours()
        theme = ThemeColours(self.app.theme_variables, self.app.current_theme.dark)
        self._mark.take_colour(theme.tone("primary"))

    def _sync(self) -> None:
        self._mark.number = self.cursor if self._has_keys else None
        super()._sync()

    def _current_in_view(self) -> int | None:
        """The current item; when that is out of sight, the nearest one in view becomes it."""
        shown = self._shown_numbers()
        if not shown:
            return None
        number = self.cursor
        if number in shown:
            return number
        is_above = number is not None and number < shown[0]
        nearest_first = shown if is_above else shown[::-1]
        number = self._first_stop(nearest_first)
        self.move_cursor(nearest_first[0] if number is None else number)
        return self.cursor

    def _shown_numbers(self) -> list[int]:
        own_rows = (p for p in self._placed if p.row >= self._layout.first_row(p.item))
        return list(dict.fromkeys(placed.item for placed in own_rows))

    def _read_on(self, direction: int) -> None:
        before = self.cursor
        number = self._current_in_view()
        if number is None or number != before or self._scrolls_in(number, direction):
            return
        numbers = self._layout.numbers()
        others = numbers[number - numbers.start :: direction][1:]
        following = self._first_stop(others)
        if following is not None:
            self.move_cursor(following)
            self._show_from(following, direction)
        elif direction > 0:
            self.action_scroll_end()
        else:
            self.action_scroll_home()

    def _first_stop(self, numbers: Iterable[int]) -> int | None:
        """The first of these items that is worth stopping at."""
        return next((n for n in numbers if source_in_text(self._layout.item(n))), None)

    def _scrolls_in(self, number: int, direction: int) -> bool:
        """Show more of an item that does not fit into the view; False when its edge is in view."""
        rows = [placed.row for placed in self._placed if placed.item == number]
        if direction > 0:
            hidden = len(self._layout.rows(number)) - 1 - rows[-1]
        else:
            hidden = rows[0] - self._layout.first_row(number)
        if hidden > 0:
            self._move(direction * min(hidden, max(self.size.height - 1, 1)))
        return hidden > 0

    def _show_from(self, number: int, direction: int) -> None:
        """Show an item, all of it if it fits, else from the edge that one comes from."""
        first, last = self._layout.first_row(number), len(self._layout.rows(number)) - 1
        is_tall = last - first >= self.size.height
        if direction > 0:
            self.reveal(number, first if is_tall else last, at_top=is_tall)
        elif is_tall:
            self.reveal(number, last + 1 - self.size.height, at_top=True)
        else:
            self.reveal(number, first)

    def _toggle(self, number: int) -> bool:
        """Open or fold an item where it stands. False when it does not fold."""
        item, row = self._anchor.place
        if not self._layout.item(number).toggle():
            return False
        self._layout.reshaped(number)
        if item == number:
            row = min(row, self._layout.first_row(number))
        self._anchor.stand_at(item, row)
        self._sync()
        return True


class _CursorMark:
    """A bar in the margin beside the current item. number: None while there is none."""

    def __init__(self) -> None:
        self.number: int | None = None
        self._colour = Style.null()
        self._painted = PaintedRows()

    def take_colour(self, colour: Style) -> None:
        self._colour = colour
        self._painted = PaintedRows()

    def paint(self, placed: PlacedRow, strip: Strip) -> Strip:
        """See `Overlay`."""
        if placed.item != self.number or not placed.strip.lead_cells:
            return strip  # the gap above an item has no margin
        return self._painted.painted(placed, strip, None, lambda: self._barred(strip))

    def _barred(self, strip: Strip) -> Strip:
        own = next((segment.style for segment in strip if segment.text), None) or Style.null()
        bar = Segment("▌", own + self._colour)
        return Strip([bar, *strip.crop(1)], strip.cell_length)
