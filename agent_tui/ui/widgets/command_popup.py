"""What can be taken for what is half-typed: a list above the composer, or the folders as a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from agent_tui.ui.widgets.free_rows import free_rows

if TYPE_CHECKING:
    from agent_tui.ui.completion.folder_tree import FolderTree
    from agent_tui.ui.completion.offer import Offer
    from agent_tui.ui.completion.popup_rows import Inks

MOST_ROWS = 9
LEAST_ROWS = 2


class CommandPopup(Widget):
    """Shows an offer with the entry that is chosen; hidden without one. It never has the focus."""

    DEFAULT_CSS = """
    CommandPopup {
        height: auto; max-height: 40vh; display: none; background: $surface; color: $foreground;
    }
    CommandPopup .command-popup--dim { color: $text-muted; background: $surface; }
    CommandPopup:ansi .command-popup--dim { text-style: dim; }
    CommandPopup .command-popup--chosen { color: $primary; background: $surface; text-style: bold; }
    CommandPopup .command-popup--matched { text-style: underline; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "command-popup--dim",
        "command-popup--chosen",
        "command-popup--matched",
    }
    ALLOW_SELECT = False

    class Taken(Message):
        """An entry, or a row of the tree, was clicked. number: from 0."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self) -> None:
        super().__init__()
        self._offer: Offer | None = None
        self._tree: FolderTree | None = None
        self._chosen = -1
        self._top = 0  # the first row in view
        self._note = ""
        self._column = 0
        self._rows = 0  # as of the last layout
        self._known_inks: Inks | None = None

    @property
    def is_open(self) -> bool:
        """Something is shown."""
        return bool(self.display)

    def show(self, offer: Offer, chosen: int, note: str) -> None:
        """Show an offer. chosen: the place of an entry, -1 for none. note: the last row, "" for
        none; a list that is longer than the popup has one in any case."""
        self._offer, self._tree, self._chosen, self._note = offer, None, chosen, note
        self._redraw(has_content=bool(offer.entries or note))

    def show_tree(self, tree: FolderTree, note: str) -> None:
        """Show the folders."""
        self._offer, self._tree, self._chosen, self._note = None, tree, tree.cursor, note
        self._redraw(has_content=True)

    def hide(self) -> None:
        """Show nothing."""
        self._offer = self._tree = None
        self._top = 0
        self.display = False

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are, within limits; called by Textual."""
        most = min(MOST_ROWS, viewport.height * 2 // 5)
        most = min(most, max(free_rows(self, container.height), LEAST_ROWS))
        return min(self._count + bool(self._last_row(most)), most)

    def render_line(self, y: int) -> Strip:
        """One entry, or the note; called by Textual."""
        width, height = self.size
        inks = self._inks()
        row: list[Segment] = []
        note = self._last_row(height)
        rows = height - bool(note)
        at = self._first_row(rows) + y
        if note and y == height - 1:
            row = [Segment(f"  {note}", inks.dim)]
        elif at < self._count:
            row = self._row(at, width, inks)
        return Strip(row).adjust_cell_length(width, self.rich_style).apply_style(self.rich_style)

    def on_resize(self) -> None:
        """The columns depend on the width."""
        self._column = 0

    def on_click(self, event: events.Click) -> None:
        """Take what was clicked."""
        rows = self.size.height - bool(self._last_row(self.size.height))
        at = self._first_row(rows) + event.y
        if event.y < rows and at < self._count:
            self.post_message(self.Taken(at))

    def _redraw(self, *, has_content: bool) -> None:
        if not self.display:
            self._top = self._rows = 0
        self._column = 0
        rows = self.get_content_height(self.size, self.app.size, self.size.width)
        is_same = self.display is has_content and rows == self._rows
        self.display, self._rows = has_content, rows
        self.refresh(layout=not is_same)  # a layout of the screen costs more than all the rest

    def notify_style_update(self) -> None:
        """Another theme has other inks; called by Textual."""
        super().notify_style_update()
        self._known_inks = None

    @property
    def _count(self) -> int:
        if self._tree is not None:
            return len(self._tree.rows)
        return len(self._offer.entries) if self._offer is not None else 0

    def _first_row(self, rows: int) -> int:
        """The first row in view, so that the chosen one is."""
        last = max(self._count - rows, 0)
        chosen = max(self._chosen, 0)
        self._top = min(max(min(self._top, chosen), chosen - rows + 1), last)
        return self._top

    def _last_row(self, height: int) -> str:
        """The note, and where one is in a long list."""
        place = ""
        if self._count > height - bool(self._note):
            is_chosen = self._chosen >= 0
            place = f"{self._chosen + 1} of {self._count}" if is_chosen else f"{self._count} listed"
        return " · ".join(filter(None, (place, self._note)))

    def _row(self, at: int, width: int, inks: Inks) -> list[Segment]:
        # Deferred: the screen mounts the popup long before anything is completed.
        from agent_tui.ui.completion.popup_rows import detail_column, entry_row, tree_row

        is_chosen = at == self._chosen
        if self._tree is not None:
            return tree_row(self._tree.rows[at], width, inks, is_chosen=is_chosen)
        assert self._offer is not None
        self._column = self._column or detail_column(self._offer.entries, width)
        return entry_row(self._offer.entries[at], width, self._column, inks, is_chosen=is_chosen)

    def _inks(self) -> Inks:
        if self._known_inks is not None:
            return self._known_inks
        from agent_tui.ui.completion.popup_rows import Inks

        style = self.get_component_rich_style
        self._known_inks = Inks(
            plain=self.rich_style,
            matched=style("command-popup--matched", partial=True),
            dim=style("command-popup--dim"),
            chosen=style("command-popup--chosen"),
        )
        return self._known_inks
