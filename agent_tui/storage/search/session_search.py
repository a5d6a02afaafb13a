"""Finds what was said in all stored sessions, by an index where there can be one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from agent_tui.protocol.session_search import SearchAnswer, SearchHit, SearchProgress
from agent_tui.storage.listing.session_listing import SessionListing
from agent_tui.storage.search.hit_reading import HitReader, distinct
from agent_tui.storage.search.index_update import IndexUpdate
from agent_tui.storage.search.journal_search import JournalSearch
from agent_tui.storage.search.query import parsed_query
from agent_tui.storage.search.ranking import ranked
from agent_tui.storage.search.search_database import Candidate, SearchDatabase, can_index

_MOST_RANKED = 2_000
"""So many of the newest messages that fit are ranked; a word in every message fits a million."""
NO_INDEX = (
    "This Python's SQLite has no full-text search (FTS5), so all journals are read, which takes "
    "longer. A Python with a newer SQLite finds at once."
)


class FileSessionSearch:
    """Implements `SessionSearch` for the folders of `sessions_dir`. index_path: a file that can be
    deleted at any time. can_index: whether SQLite can."""

    def __init__(
        self,
        sessions_dir: Path,
        index_path: Path,
        listing: SessionListing,
        *,
        can_index: Callable[[], bool] = can_index,
    ) -> None:
        self._sessions_dir, self._listing = sessions_dir, listing
        self._database = SearchDatabase(index_path)
        self._can_index = can_index
        self._has_index: bool | None = None
        self._updating = threading.Lock()

    def bring_up_to_date(
        self, tell: Callable[[SearchProgress], object], is_unwanted: Callable[[], bool] = bool
    ) -> SearchProgress:
        """See `SessionSearch`."""
        if not self._is_indexed():
            return SearchProgress(note=NO_INDEX)
        with self._updating:
            update = IndexUpdate(
                self._sessions_dir,
                self._listing,
                self._database,
                tell=tell,
                is_unwanted=is_unwanted,
            )
            return update.run()

    def search(
        self,
        text: str,
        *,
        here: str = "",
        is_here_only: bool = False,
        limit: int = 20,
        skip: int = 0,
        is_unwanted: Callable[[], bool] = bool,
    ) -> SearchAnswer:
        """See `SessionSearch`."""
        query = parsed_query(text)
        if not query.terms:
            return SearchAnswer()
        cwd = here if is_here_only or query.is_here else ""
        candidates = None
        if self._is_indexed():
            candidates = self._database.candidates(
                query.expression,
                speakers=query.speakers,
                cwd=cwd,
                limit=_MOST_RANKED,
                is_unwanted=is_unwanted,
            )
        if is_unwanted():
            return SearchAnswer()
        if candidates is None:
            reading = JournalSearch(self._sessions_dir, self._listing, is_unwanted)
            candidates, sessions = reading.candidates(query, cwd), reading.sessions
        else:
            sessions = self._database.sessions({one.session_id for one in candidates})
        reader = HitReader(self._sessions_dir, sessions, query)
        return _answer(ranked(candidates, now=time.time()), reader, limit=limit, skip=skip)

    def _is_indexed(self) -> bool:
        if self._has_index is None:
            self._has_index = self._can_index()
        return self._has_index


def _answer(
    candidates: Sequence[Candidate], reader: HitReader, *, limit: int, skip: int
) -> SearchAnswer:
    hits: list[SearchHit] = []
    for candidate in candidates:
        hit = reader.hit(candidate)
        if hit is not None and distinct(hits, hit):
            hits.append(hit)
        if len(hits) > skip + limit:
            break
    return SearchAnswer(hits=tuple(hits[skip : skip + limit]), has_more=len(hits) > skip + limit)
