"""Finding text in the transcript."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.timer import Timer

from agent_tui.ui.key_actions import SEARCH_TRANSCRIPT_ACTIONS
from agent_tui.ui.keymap import view_bindings
from agent_tui.ui.transcript.selection.place import Place
from agent_tui.ui.transcript.travel_view import TravelView

if TYPE_CHECKING:
    from agent_tui.ui.transcript.search.search import MatchPlace, Search, SearchState

_SLICE_S = 0.004
_PAUSE_S = 0.008  # between two slices: the screen paints and takes keys
_SHARE_ABOVE = 3  # a match that was out of view comes to stand below a third of the rows


class SearchableView(TravelView):
    """Marks what is sought, and goes from match to match.

    | key | does |
    |---|---|
    | / | search |
    | n, N | next match upwards, which is older; next match downwards |
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *view_bindings("transcript", SEARCH_TRANSCRIPT_ACTIONS)
    ]

    class SearchChanged(Message):
        """The search found more, or went on to another match. state: None when nothing is
        sought."""

        def __init__(self, state: SearchState | None) -> None:
            super().__init__()
            self.state = state

    class SearchEnded(Message):
        """What was searched is gone: another session is shown."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._search: Search | None = None
        self._told_search: SearchState | None = None
        self._search_timer: Timer | None = None
        # Before the search: whether at the end, or at which place; and the current item.
        self._stood = True, (0, 0)
        self._stood_on = self.cursor
        self._bottom = Place(-1, 0, 0)  # the lowest cell in view then

    @property
    def is_searching(self) -> bool:
        """Matches are marked."""
        return self._search is not None

    def begin_search(self, bottom: Place | None = None) -> None:
        """Remember where the reader stands; `end_search` may lead back. bottom: the first match is
        sought from there upwards, None: from the lowest row in view."""
        self._stood, self._stood_on = (self._anchor.follows, self._anchor.place), self.cursor
        lowest = self._placed[-1][:2] if self._placed else (-1, 0)
        self._bottom = bottom or Place(*lowest, self._layout.width)

    def search_for(self, text: str) -> None:
        """Mark a text, and go to the match that is nearest to where the search began. "" marks
        nothing and leads back."""
        if not text:
            self._forget_search()
            self._stand_as_before()
            self.post_message(self.SearchChanged(None))
            return
        if self._search is None:
            self._search = self._made_search()
            self._overlays.append(self._search.overlay)
        self._search.seek(text, self._bottom)
        if not self._work():
            self._sync()  # the former marks go, the new ones come

    def end_search(self, *, goes_back: bool) -> None:
        """Mark nothing any more. goes_back: stand where `begin_search` was called."""
        self._forget_search()
        if goes_back:
            self._stand_as_before()
        else:
            self._sync()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys that step through matches are characters while nothing is sought."""
        if action in ("match_above", "match_below"):
            return self.is_searching
        return super().check_action(action, parameters)

    def on_resize(self, event: events.Resize) -> None:
        """The current match stays in view, if it is. Textual calls the handlers of the classes
        below next."""
        place = self._search.place if self._search else None
        if place is not None and self._is_in_view(place):
            self.call_later(self._show, place)

    def item_changed(self, number: int) -> None:
        """See `ContentWatcher`."""
        if self._search is not None:
            self._search.changed(number)

    def items_cleared(self) -> None:
        """See `ContentWatcher`."""
        super().items_cleared()
        if self._search is not None:
            self._forget_search()
            self.post_message(self.SearchEnded())

    def action_match_above(self) -> None:
        """To the next match upwards."""
        self._step(is_upwards=True)

    def action_match_below(self) -> None:
        """To the next match downwards."""
        self._step(is_upwards=False)

    def _made_search(self) -> Search:
        # Deferred: a chat in which nobody searches need not load it.
        from agent_tui.ui.transcript.search.search import Search

        return Search(self._layout)

    def _sync(self) -> None:
        super()._sync()
        if self._search is not None and not self._batch_depth:
            self._search_soon()

    def _step(self, *, is_upwards: bool) -> None:
        if self._search is not None and not self._search.is_in_vain:
            self._search.step(is_upwards=is_upwards)
            self._work()

    def _work(self) -> bool:
        """Search for some milliseconds; the rest later. True when a match was arrived at, or none
        exists."""
        if self._search_timer is not None:
            self._search_timer.stop()
            self._search_timer = None
        if self._search is None:
            return False
        end_s = time.perf_counter() + _SLICE_S
        is_first = self._search.place is None
        has_arrived = self._search.work(lambda: time.perf_counter() >= end_s)
        if has_arrived:
            self._arrive(self._search.place, is_first=is_first)
        self._tell_search()
        self._search_soon()
        return has_arrived

    def _search_soon(self) -> None:
        if self._search_timer is None and self._search is not None and not self._search.is_done:
            self._search_timer = self.set_timer(_PAUSE_S, self._work)

    def _arrive(self, place: MatchPlace | None, *, is_first: bool) -> None:
        # As little as possible moves, seen from where the reader stood before the search.
        if is_first:
            self._stand_as_before()
        if place is None:
            self._sync()
        else:
            self.move_cursor(place.item)
            self._show(place)

    def _show(self, place: MatchPlace) -> None:
        if self._search is None or place != self._search.place or self._is_in_view(place):
            return
        height = self.size.height
        self._anchor.stand_at(place.item, self._search.rows_of(place)[0])
        self._anchor.settle(height)
        if not self._anchor.follows:  # else it is in view, near the end
            self._anchor.move(-(height // _SHARE_ABOVE), height)
        self._sync()

    def _is_in_view(self, place: MatchPlace) -> bool:
        assert self._search is not None
        shown = {placed.row for placed in self._placed if placed.item == place.item}
        return shown.issuperset(self._search.rows_of(place))

    def _stand_as_before(self) -> None:
        follows, place = self._stood
        if follows:
            self.follow_end()
        else:
            self._anchor.stand_at(*place)
        self.move_cursor(self._stood_on)

    def _forget_search(self) -> None:
        if self._search is not None:
            self._overlays.remove(self._search.overlay)
            self._search = self._told_search = None

    def _tell_search(self) -> None:
        state = self._search.state if self._search is not None else None
        if state != self._told_search:
            self._told_search = state
            self.post_message(self.SearchChanged(state))
