"""A screen whose transcript can be searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from agent_tui.ui.screens.copy_screen import CopyScreen

if TYPE_CHECKING:
    from agent_tui.ui.transcript.searchable_view import SearchableView
    from agent_tui.ui.transcript.selection.place import Place
    from agent_tui.ui.transcript.transcript import Transcript
    from agent_tui.ui.widgets.search_bar import SearchBar


class SearchScreen(CopyScreen):
    """Puts the search bar below the transcript when it is first asked for."""

    _search_bar: SearchBar | None = None
    _focused_before: Widget | None = None

    @property
    def is_search_open(self) -> bool:
        """The search bar is shown, with the focus or without."""
        return self._search_bar is not None and self._search_bar.is_open

    @property
    def is_search_focused(self) -> bool:
        """The search bar takes the keys."""
        return self._search_bar is not None and self.focused is self._search_bar.field

    async def open_search(self, text: str, bottom: Place | None = None) -> None:
        """Open the search bar with a text; "" for a new search. bottom: see `begin_search`."""
        transcript = self.transcript
        if transcript is None:
            return
        if not self.is_search_focused:
            self._focused_before = self.focused
            transcript.begin_search(bottom)
        bar = self._search_bar or await self._made_bar(transcript)
        bar.open(text)
        self.set_focus(bar.field)

    async def search_from(self, word: str, place: Place, *, is_upwards: bool) -> None:
        """Search for the word at a place, and go on to the next match in a direction."""
        await self.open_search(word, place)
        if self._search_bar is not None and self.transcript is not None:
            self._search_bar.accept()
            if is_upwards:
                self.transcript.action_match_above()
            else:
                self.transcript.action_match_below()

    async def show_found(self, text: str, number: int) -> None:
        """Bring the item of this number to the top, and mark in it what was sought."""
        transcript = self.transcript
        if transcript is None:
            return
        # Deferred: no start should pay for what is shown on request.
        from agent_tui.ui.transcript.selection.place import Place

        transcript.move_cursor(number)
        transcript.reveal(number, transcript.content.first_row(number), at_top=True)
        if text:
            # From behind the item upwards, so that the first match found is one of its own.
            await self.open_search(text, Place(number + 1, 0, 0))
            if self._search_bar is not None:
                self._search_bar.accept()
        else:
            self.set_focus(transcript)

    def close_search(self) -> None:
        """Close the search bar. Out of the bar it leads back to where one was before; once the
        search was kept, one stays."""
        if self._search_bar is None or self.transcript is None:
            return
        goes_back = self.is_search_focused
        self._search_bar.close()
        self.transcript.end_search(goes_back=goes_back)
        if goes_back:
            before = self._focused_before
            self.set_focus(before if before and before.is_attached else self.composer)

    async def action_search(self) -> None:
        """The search key; in the search bar it does nothing."""
        if not self.is_search_focused:
            await self.open_search("")

    def on_search_bar_dismissed(self) -> None:
        """Esc in the search bar."""
        self.close_search()

    def on_searchable_view_search_changed(self, message: SearchableView.SearchChanged) -> None:
        """Tell how much is found."""
        if self._search_bar is not None:
            self._search_bar.show_state(message.state)

    def on_searchable_view_search_ended(self) -> None:
        """Another session, or the first one: what is being written is sought there, a search that
        was kept ends."""
        if self._search_bar is None or self.transcript is None or not self.is_search_focused:
            self.close_search()
            return
        self.transcript.begin_search()
        self._search_bar.field.begin(self._search_bar.field.value)

    async def _made_bar(self, transcript: Transcript) -> SearchBar:
        # Deferred: no start should pay for what is shown on request.
        from agent_tui.ui.widgets.search_bar import SearchBar

        bar = SearchBar(transcript.search_for, returns_to=transcript)
        column = transcript.parent
        assert isinstance(column, Widget)
        await column.mount(bar, after=transcript)
        self._search_bar = bar
        return bar
