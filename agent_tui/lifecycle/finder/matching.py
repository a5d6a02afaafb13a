"""The names of an index that fit one query, the best first, found little by little."""

from __future__ import annotations

from collections.abc import Mapping
from heapq import nsmallest

from agent_tui.lifecycle.finder.path_names import PathNames
from agent_tui.lifecycle.finder.tree_index import TreeIndex
from agent_tui.protocol.fuzzy_match import FuzzyQuery

MOST_PLACES = 60
_NAMES_AT_ONCE = 256
_RECENT_BONUS = 2  # classes of fit
_LISTED_AT_FIRST = 5_000  # names that are looked at for an empty query; the nearest come first

_Key = tuple[int, int, int, str]


class Matching:
    """One query on a growing index. Use on one thread.

    recent: targets that come before others which fit as well, with their place among themselves.
    former: of the query before, on the same index: what it found is all that a longer query needs.
    """

    def __init__(
        self,
        query: str,
        index: TreeIndex,
        recent: Mapping[str, int],
        former: Matching | None = None,
    ) -> None:
        self.query, self.index, self.recent = query, index, recent
        self._fuzzy = FuzzyQuery(query)
        self._best: list[tuple[_Key, str]] = []
        is_hidden_wanted = query.startswith(".") or "/." in query
        names = [index.visible, index.hidden] if is_hidden_wanted else [index.visible]
        narrowed = former.narrowed(query, index) if former is not None else ()
        whole = tuple(_Part(each) for each in names)
        self._parts: tuple[_Part, ...] = narrowed if len(narrowed) == len(whole) else whole

    @property
    def best(self) -> tuple[str, ...]:
        """Targets."""
        return tuple(target for _, target in self._best)

    def narrowed(self, query: str, index: TreeIndex) -> tuple[_Part, ...]:
        """What another query still has to look at; () when it must look at everything."""
        is_longer = bool(self.query) and query.lower().startswith(self.query.lower())
        if not is_longer or index is not self.index:
            return ()
        return tuple(part.narrowed() for part in self._parts)

    def step(self) -> bool:
        """Look at some more names. False when there are none now."""
        for part in self._parts:
            if not self.query and part.seen >= _LISTED_AT_FIRST:
                continue
            places = part.take(_NAMES_AT_ONCE)
            if places:
                self._look_at(part, places)
                return True
        return False

    def _look_at(self, part: _Part, places: list[int]) -> None:
        targets, lower, rank, recent = (
            part.names.targets,
            part.names.lower,
            self._fuzzy.rank,
            self.recent,
        )
        found: list[tuple[_Key, str]] = []
        worst = self._best[-1][0] if len(self._best) == MOST_PLACES else None
        for place in places:
            fit = rank(lower[place])
            if fit is None:
                continue
            part.hits.append(place)
            kind, cost = fit
            target = targets[place]
            if not self.query:
                kind, cost = 1, target.count("/", 0, -1)
            if recent and target in recent:
                kind -= _RECENT_BONUS
                cost = recent[target]
            key = (kind, cost, len(target) if self.query else 0, target)
            if worst is None or key < worst:
                found.append((key, target))
        if found:
            self._best = nsmallest(MOST_PLACES, self._best + found)


class _Part:
    """How far one list of names was looked at. waiting: places that a former query found."""

    def __init__(self, names: PathNames, seen: int = 0, waiting: list[int] | None = None) -> None:
        self.names, self.seen = names, seen
        self.hits: list[int] = []
        self._waiting, self._taken = waiting or [], 0

    def take(self, count: int) -> list[int]:
        if self._taken < len(self._waiting):
            some = self._waiting[self._taken : self._taken + count]
            self._taken += count
            return some
        first, self.seen = self.seen, min(self.seen + count, len(self.names))
        return list(range(first, self.seen))

    def narrowed(self) -> _Part:
        return _Part(self.names, self.seen, self.hits + self._waiting[self._taken :])
