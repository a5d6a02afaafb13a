"""A transcript that can be read like a vim buffer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.style import Style
from textual import events

from agent_tui.ui.returned_keys import return_key
from agent_tui.ui.transcript.layout import PlacedRow
from agent_tui.ui.transcript.searchable_view import SearchableView
from agent_tui.ui.transcript.selection.mouse_view import WHAT, link_at
from agent_tui.ui.transcript.selection.place import Place
from agent_tui.ui.transcript.selection.selection import Selection
from agent_tui.ui.transcript.wanted import CopyWanted, OpenWanted

if TYPE_CHECKING:
    from agent_tui.ui.transcript.reading import Reading
    from agent_tui.ui.transcript.search.search import MatchPlace


class VimView(SearchableView):
    """Gives all keys to `reading` while there is one; without it, it is as if it were not here.

    reading: asked of the application whenever the transcript gets the focus.
    """

    reading: Reading | None = None
    _is_in_sync = False

    @property
    def placed(self) -> Sequence[PlacedRow]:
        """The rows in view, from top to bottom."""
        return self._placed

    @property
    def selection_look(self) -> Style:
        """How a selection looks."""
        return self._shown_selection.look

    @property
    def has_selection(self) -> bool:
        """Some text is selected."""
        return super().has_selection or (self.reading is not None and self.reading.has_block)

    def selected_text(self) -> str:
        """The source of what is selected; of a block, what it shows."""
        if self.reading is not None and self.reading.has_block:
            return self.reading.selected_text()
        return super().selected_text()

    async def _on_key(self, event: events.Key) -> None:
        # All keys in their order. Textual calls the handlers of the classes below next, unless it
        # is prevented.
        if self.reading is None:
            return
        event.stop()
        event.prevent_default()
        if self.screen.focused is self:
            await self.reading.take(event)
        else:  # typed in one burst behind the key that moved the focus
            return_key(self, event)

    def on_focus(self, event: events.Focus) -> None:
        """Read as the application says, from now on."""
        made = getattr(self.app, "reading_of", None)
        wanted = made(self) if made is not None else None
        if wanted is not self.reading:
            self.read_with(wanted)
        if wanted is not None:
            self._current_in_view()
            self._has_keys = True
            wanted.enter()

    def on_blur(self, event: events.Blur) -> None:
        """The cursor is seen only where keys move it."""
        if self.reading is not None:
            self._shown_selection.caret = None
            self.reading.leave()

    def on_click(self, event: events.Click) -> None:
        """The cursor goes where one clicks."""
        place = self._place_at(event.x, event.y)
        is_plain = event.button == 1 and not (event.shift or self._was_dragged)
        if self.reading is not None and place is not None and is_plain:
            self.reading.stand_at(place)

    def read_with(self, reading: Reading | None) -> None:
        """Give the keys to this one; None takes them back."""
        if self.reading is not None:
            self._overlays.remove(self.reading)
            self.clear_selection()
        self.reading = reading
        self._shown_selection.caret = None
        if reading is not None:
            self._overlays.append(reading)
        self._sync()

    def mark(self, caret: Place | None, selection: Selection | None, *, is_own: bool) -> None:
        """Take cursor and selection over; `show_marks` shows them. is_own: no selection means that
        there is none any more; else one that was made with the mouse stays."""
        self._shown_selection.caret = caret if self._has_keys else None
        if selection is not None or is_own:
            self._selection = selection
            self._shown_selection.span = selection.span if selection else None
        if caret is not None:
            self._cursor = caret.item

    def show_marks(self) -> None:
        """Paint what `mark` has told."""
        self._sync()

    def scroll_rows(self, rows: int) -> None:
        """Scroll by so many rows, negative upwards."""
        self._move(rows)

    def jump_to(self, number: int) -> None:
        """Show an item with its first row at the top, as far as there is enough below it."""
        self.reveal(number, self._layout.first_row(number), at_top=True)

    def put_row(self, item: int, row: int, rows_above: int) -> None:
        """Let a row stand so many rows below the top of the view, as far as there are enough."""
        self._wants_start = False
        self._anchor.stand_at(*self._above(item, row, rows_above))
        self._sync()

    def toggle_item(self, number: int) -> bool:
        """Open or fold an item. False when it does not fold."""
        return self._toggle(number)

    def fold_all(self, *, is_open: bool) -> None:
        """Open or fold all that fold together; the subclass knows them."""

    def open_at(self, place: Place) -> bool:
        """Open the link in a cell. False when there is none."""
        target = link_at(self._layout.rows(place.item)[place.row], place.cell)
        if target:
            self.post_message(OpenWanted(target))
        return bool(target)

    def copy(self, text: str) -> None:
        """Ask for a text on the clipboard."""
        self.post_message(CopyWanted(text, WHAT))

    def begin_search(self, bottom: Place | None = None) -> None:
        """Remember where the reader stands."""
        super().begin_search(bottom)
        if self.reading is not None:
            self.reading.keep_place()

    def clear_selection(self) -> None:
        """Select nothing, whatever selected it."""
        if self.reading is not None:
            self.reading.drop_selection()
        super().clear_selection()

    def items_cleared(self) -> None:
        """See `ContentWatcher`."""
        super().items_cleared()
        if self.reading is not None:
            self.reading.items_cleared()
            self._shown_selection.caret = None

    def _sync(self) -> None:
        reading = self.reading
        is_due = self._has_keys and not self._batch_depth and self.is_mounted
        if reading is None or not is_due or self._is_in_sync or not self._layout.width:
            super()._sync()
            return
        self._is_in_sync = True
        try:
            followed = self.follows
            reading.content_changed()
            super()._sync()
            reading.view_moved(is_pushed=followed and self.follows)
        finally:
            self._is_in_sync = False

    def _arrive(self, place: MatchPlace | None, *, is_first: bool) -> None:
        super()._arrive(place, is_first=is_first)
        if self.reading is not None and self._search is not None and place is not None:
            self.reading.stand_at(Place(place.item, *self._search.start_of(place)))

    def _stand_as_before(self) -> None:
        super()._stand_as_before()
        if self.reading is not None:
            self.reading.return_to_kept()
