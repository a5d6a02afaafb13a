"""How often a text occurs in each of many items, found out bit by bit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import Protocol

from agent_tui.ui.transcript.search.query import Query


class Sources(Protocol):
    """Numbered texts. Numbers stay; texts may be added at both ends."""

    @property
    def first(self) -> int:
        """The lowest number."""
        ...

    @property
    def end(self) -> int:
        """The number behind the highest."""
        ...

    def source(self, number: int) -> str:
        """The text of this number."""
        ...


class Finder:
    """Counts a query in all texts, in search order: from the origin upwards to the first, then from
    the end upwards to the origin. It works only inside `work`, so one may pause it at any text.

    counts: by number, of those texts in which it occurs. total: their sum.
    """

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._query = Query("")
        self._origin = -1
        self._seen_end = 0
        self._next_above = -1  # to be searched next on the way to the first
        self._next_below = -1  # to be searched next on the way from the end to the origin
        self._again: list[int] = []  # known hits of a shorter query, the next one last
        self._changed: set[int] = set()
        self._sorted: list[int] | None = []
        self.counts: dict[int, int] = {}
        self.total = 0

    @property
    def is_done(self) -> bool:
        """All texts have been searched."""
        is_grown = self._seen_end != self._sources.end
        return not (is_grown or self._changed) and self._progress() is None

    def start(self, query: Query, origin: int) -> None:
        """Seek something else; a longer query looks only where the shorter one occurs, and where
        nobody has looked yet."""
        can_narrow = origin == self._origin and query.narrows(self._query)
        self._query = query
        if can_narrow:
            hits = sorted({*self._again, *self.counts}) if self._again else self._hits()
            behind = bisect_right(hits, self._origin)
            self._again = hits[behind:] + hits[:behind]
            self._changed.difference_update(hits)
        else:
            self._origin = min(origin, self._sources.end - 1)
            self._seen_end = self._sources.end
            self._next_above, self._next_below = self._origin, self._seen_end - 1
            self._again = []
            self._changed.clear()
        self.counts, self._sorted, self.total = {}, [], 0

    def changed(self, number: int) -> None:
        """This text is another one now. It is searched again, unless it still will be."""
        self._changed.add(number)

    def work(self, is_over: Callable[[], bool]) -> None:
        """Search until `is_over`, asked before each text, or until all is done."""
        self._changed.update(range(self._seen_end, self._sources.end))
        self._seen_end = self._sources.end
        while not is_over():
            number = self._taken()
            if number is None:
                return
            self._set(number, self._query.count(self._sources.source(number)))

    def nearest(self) -> int | None:
        """The first text in search order in which it occurs; see `above`."""
        hits = self._hits()
        if not hits:
            return None
        found = hits[bisect_right(hits, self._origin) - 1]
        return found if self._is_searched(found) else None

    def above(self, number: int) -> int | None:
        """The nearest text above in which it occurs, around the end if need be. None when there is
        none, or when it is not known yet; see `is_done`."""
        hits = self._hits()
        if not hits:
            return None
        found = hits[bisect_left(hits, number) - 1]
        return found if self._is_searched(number, found) else None

    def below(self, number: int) -> int | None:
        """The same downwards."""
        hits = self._hits()
        if not hits:
            return None
        found = hits[bisect_right(hits, number) % len(hits)]
        return found if self._is_searched(found, number) else None

    def total_below(self, number: int) -> int | None:
        """How often it occurs in the texts below this one; None when it is not known yet."""
        progress = self._progress()
        is_searched = self._next_below <= self._origin or number > self._next_below
        if progress is not None and not (is_searched and self._rank(number) < self._rank(progress)):
            return None
        hits = self._hits()
        return sum(self.counts[hit] for hit in hits[bisect_right(hits, number) :])

    def _is_searched(self, *path: int) -> bool:
        """All texts between these numbers have been searched, and so have they. A way from a text
        to itself leads through all."""
        progress = self._progress()
        ranks = [self._rank(number) for number in path]
        if progress is None:
            return True
        return sorted(set(ranks)) == ranks and ranks[-1] < self._rank(progress)

    def _rank(self, number: int) -> tuple[bool, int]:
        """Sorts numbers in search order."""
        return number > self._origin, -number

    def _progress(self) -> int | None:
        """The number whose turn it is in search order; None when all have had theirs."""
        ahead: int | None = None
        if self._next_above >= self._sources.first:
            ahead = self._next_above
        elif self._next_below > self._origin:
            ahead = self._next_below
        if self._again and (ahead is None or self._rank(self._again[-1]) < self._rank(ahead)):
            return self._again[-1]
        return ahead

    def _taken(self) -> int | None:
        if self._changed:
            return self._changed.pop()
        number = self._progress()
        if self._again and number == self._again[-1]:
            self._again.pop()
        elif number == self._next_above:
            self._next_above -= 1
        else:
            self._next_below -= 1
        return number

    def _set(self, number: int, count: int) -> None:
        before = self.counts.get(number, 0)
        self.total += count - before
        if count:
            self.counts[number] = count
        elif before:
            del self.counts[number]
        if bool(count) != bool(before):
            self._sorted = None

    def _hits(self) -> list[int]:
        if self._sorted is None:
            self._sorted = sorted(self.counts)
        return self._sorted
