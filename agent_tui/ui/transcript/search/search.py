"""One search in the transcript: what is sought, how much is found, which match is the current."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from agent_tui.ui.transcript.layout import Layout
from agent_tui.ui.transcript.search.finder import Finder
from agent_tui.ui.transcript.search.match_overlay import MatchOverlay
from agent_tui.ui.transcript.search.query import Query
from agent_tui.ui.transcript.search.shown_matches import ShownMatches
from agent_tui.ui.transcript.selection.place import Place


class MatchPlace(NamedTuple):
    """A match. match: which of those that the item shows; -1: the item has it in its source and
    does not show it."""

    item: int
    match: int


class SearchState(Struct, frozen=True):
    """What a search tells. position: of the current match, counted from the newest, which is 1;
    None while that is not known, and when there is none. total: of all that were found so far.
    is_counting: there may be more."""

    position: int | None
    total: int
    is_counting: bool


class _Step(StrEnum):
    """The way to the match that becomes the current one."""

    FIRST = "first"
    UP = "up"
    DOWN = "down"


class _Sources:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    @property
    def first(self) -> int:
        return self._layout.first

    @property
    def end(self) -> int:
        return self._layout.end

    def source(self, number: int) -> str:
        return self._layout.item(number).source()


class Search:
    """Counts what the items' sources hold, and steps through what their rows show.

    It searches inside `work` only. A step to a match that nobody has found yet is taken when it has
    been found. place: the current match. overlay: marks the matches in view.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._finder = Finder(_Sources(layout))
        self._matches = ShownMatches(layout.rows)
        self._bottom = Place(-1, 0, 0)
        self._step: _Step | None = None
        self.overlay = MatchOverlay(self._matches, lambda: layout.palette)

    @property
    def place(self) -> MatchPlace | None:
        """The current match."""
        current = self.overlay.current
        return None if current is None else MatchPlace(*current)

    @property
    def state(self) -> SearchState:
        """What is known so far."""
        finder = self._finder
        return SearchState(self._position(), finder.total, is_counting=not finder.is_done)

    @property
    def is_done(self) -> bool:
        """There is nothing to be searched."""
        return self._finder.is_done and self._step is None

    @property
    def is_in_vain(self) -> bool:
        """Everything has been searched, and nothing found."""
        return self._finder.is_done and not self._finder.total

    def seek(self, text: str, bottom: Place) -> None:
        """Look for a text. The first match is the last one that begins at or before `bottom`; else
        the lowest of all."""
        query = Query(text)
        self._bottom = bottom
        self._finder.start(query, bottom.item)
        self._matches.seek(query)
        self.overlay.current = None
        self._step = _Step.FIRST

    def step(self, *, is_upwards: bool) -> None:
        """Go on to the next match, around the ends if need be."""
        if self.place is None:
            self._step = _Step.FIRST
        else:
            self._step = _Step.UP if is_upwards else _Step.DOWN

    def work(self, is_over: Callable[[], bool]) -> bool:
        """Search on until `is_over`. True when a step has come to its end: `place` is the match, or
        None when there is none."""
        self._finder.work(is_over)
        if self._step is None:
            return False
        place = self._found(self._step)
        if place is None and not self._finder.is_done:
            return False
        self._step = None
        self.overlay.current = place
        return True

    def changed(self, number: int) -> None:
        """This item has other content now."""
        self._matches.drop(number)
        self._finder.changed(number)

    def rows_of(self, place: MatchPlace) -> tuple[int, int]:
        """The first and the last row of its item that a match takes."""
        matches = self._matches.of(place.item).matches
        if 0 <= place.match < len(matches):
            match = matches[place.match]
            return match[0].row, match[-1].row
        row = self._layout.first_row(place.item)
        return row, row

    def start_of(self, place: MatchPlace) -> tuple[int, int]:
        """The row of its item and the cell in which a match begins."""
        matches = self._matches.of(place.item).matches
        if 0 <= place.match < len(matches):
            first = matches[place.match][0]
            return first.row, first.start
        return self._layout.first_row(place.item), 0

    def _found(self, step: _Step) -> MatchPlace | None:
        place = self.place
        if step is _Step.FIRST or place is None:
            return self._first()
        shown = len(self._matches.of(place.item).matches)
        if step is _Step.UP:
            if place.match > 0:
                return MatchPlace(place.item, min(place.match, shown) - 1)
            return self._entered(self._finder.above(place.item), is_upwards=True)
        if 0 <= place.match < shown - 1:
            return MatchPlace(place.item, place.match + 1)
        return self._entered(self._finder.below(place.item), is_upwards=False)

    def _first(self) -> MatchPlace | None:
        number = self._finder.nearest()
        bottom = self._bottom
        if number == bottom.item:
            matches = self._matches.of(number).matches
            reached = [
                index
                for index, (first, *_) in enumerate(matches)
                if (first.row, first.start) <= bottom[1:]
            ]
            if reached:
                return MatchPlace(number, reached[-1])
            if matches:
                number = self._finder.above(number)
        return self._entered(number, is_upwards=True)

    def _entered(self, number: int | None, *, is_upwards: bool) -> MatchPlace | None:
        """The match of an item at which one arrives; the item is opened if that shows it."""
        if number is None:
            return None
        shown = len(self._matches.of(number).matches) or self._opened(number)
        if not shown:
            return MatchPlace(number, -1)
        return MatchPlace(number, shown - 1 if is_upwards else 0)

    def _opened(self, number: int) -> int:
        """How many matches an item shows once it is opened; 0 leaves it as it was."""
        item = self._layout.item(number)
        if not item.toggle():
            return 0
        self._layout.reshaped(number)
        shown = len(self._matches.of(number).matches)
        if not shown:
            item.toggle()
            self._layout.reshaped(number)
        return shown

    def _position(self) -> int | None:
        place = self.place
        if place is None or not (count := self._finder.counts.get(place.item, 0)):
            return None
        below = self._finder.total_below(place.item)
        if below is None:
            return None
        shown = len(self._matches.of(place.item).matches)
        later = shown - 1 - place.match if place.match >= 0 else 0
        return below + min(max(later, 0), count - 1) + 1
