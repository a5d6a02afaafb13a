"""One search through a workspace: a walk, a query, and what fits so far. No thread in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from agent_tui.lifecycle.finder.matching import Matching
from agent_tui.lifecycle.finder.stored_sessions import StoredSessions
from agent_tui.lifecycle.finder.tree_index import TreeIndex
from agent_tui.protocol.finding import Found, FoundPlace

OUT_OF_DATE_S = 3.0
"""An index that is older is looked through again when it is wanted."""


class Search:
    """Use on one thread. root: absolute. Call `work` as long as `has_work`."""

    def __init__(
        self,
        root: str,
        sessions: StoredSessions,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._root, self._sessions, self._clock = root, sessions, clock
        self._index = TreeIndex(root, clock=clock)
        self._repeated: TreeIndex | None = None  # a walk that looks for changes
        self._walked_at = 0.0
        self._matching: Matching | None = None
        self._is_matching = False
        self._former_best: tuple[str, ...] = ()  # shown until a changed index was matched
        self._found_sessions: tuple[FoundPlace, ...] = ()

    @property
    def has_work(self) -> bool:
        """More can become known."""
        return self._is_matching or not self._index.is_done or self._repeated is not None

    @property
    def found(self) -> Found | None:
        """What fits so far, None before the first query."""
        if self._matching is None:
            return None
        best = self._former_best if self._is_matching else ()
        places = tuple(map(FoundPlace, best or self._matching.best))
        return Found(
            query=self._matching.query,
            places=places + self._found_sessions,
            known=len(self._index),
            is_searching=self._is_matching or not self._index.is_done,
            note=self._index.note,
        )

    def ask(self, query: str, recent: Sequence[str] = ()) -> None:
        """Look for another query from now on."""
        places = {target: place for place, target in enumerate(recent)}
        self._matching = Matching(query, self._index, places, self._matching)
        self._is_matching, self._former_best = True, ()
        self._found_sessions = self._sessions.fitting(query)

    def entries(self, folder: str) -> Sequence[str] | None:
        """Targets of what is in a folder, unsorted; None while it is not known."""
        entries = self._index.entries(folder)
        return () if entries is None and self._index.is_done else entries

    def refresh(self) -> None:
        """Somebody looks: walk again when the last walk was too long ago."""
        is_old = self._clock() - self._walked_at > OUT_OF_DATE_S
        if self._index.is_done and self._repeated is None and is_old:
            self._repeated = TreeIndex(self._root, self._index, clock=self._clock)
            self._sessions.forget()

    def work(self, seconds: float) -> None:
        """Match and walk on for about so long."""
        until = self._clock() + seconds
        while self._is_matching and self._clock() < until:
            self._is_matching = self._matching is not None and self._matching.step()
        rest = until - self._clock()
        if rest <= 0:
            return
        if not self._index.is_done:
            self._index.walk(rest)
            self._is_matching = self._matching is not None
            self._walked_at = self._clock()
        elif self._repeated is not None:
            self._repeated.walk(rest)
            if self._repeated.is_done:
                self._take(self._repeated)

    def _take(self, index: TreeIndex) -> None:
        is_same = index.has_same_names(self._index)
        self._index, self._repeated, self._walked_at = index, None, self._clock()
        if self._matching is None:
            return
        if is_same:
            self._matching.index = index
        else:
            self._former_best = self._matching.best
            self._matching = Matching(self._matching.query, index, self._matching.recent)
            self._is_matching = True
