"""Searching without an index: slow, and right."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from agent_tui.storage.journal.session_reader import JOURNAL_NAME
from agent_tui.storage.listing.session_listing import SessionListing
from agent_tui.storage.search.journal_text import ReadState, read_text
from agent_tui.storage.search.query import Query
from agent_tui.storage.search.search_database import Candidate, IndexedSession
from agent_tui.storage.search.words import folded

_MOST_CANDIDATES = 500
_SLICE_S, _PAUSE_S = 0.002, 0.0005


class JournalSearch:
    """Reads all journals, the newest first. sessions: what was read, as an index would know it."""

    def __init__(
        self, sessions_dir: Path, listing: SessionListing, is_unwanted: Callable[[], bool]
    ) -> None:
        self._sessions_dir, self._listing = sessions_dir, listing
        self._is_unwanted = is_unwanted
        self._slice_ends = 0.0
        self.sessions: dict[str, IndexedSession] = {}

    def candidates(self, query: Query, cwd: str) -> list[Candidate]:
        """The first five hundred. Raises `SessionStorageFailed`."""
        found: list[Candidate] = []
        files = sorted(self._listing.files(), key=lambda file: file.mtime_ns, reverse=True)
        try:
            for file in files:
                found += self._in_session(file.id, query, cwd)
                if len(found) >= _MOST_CANDIDATES:
                    break
        except _Unwanted:
            return []
        return found[:_MOST_CANDIDATES]

    def _in_session(self, session_id: str, query: Query, cwd: str) -> Iterator[Candidate]:
        patterns = [term.pattern for term in query.terms]
        state, is_whole = ReadState(), False
        while not is_whole:
            try:
                path = self._sessions_dir / session_id / JOURNAL_NAME
                text = read_text(path, state, pause=self._pause)
            except OSError:
                return
            if text is None or (cwd and text.state.cwd != cwd):
                return
            state, is_whole = text.state, text.is_whole
            self.sessions[session_id] = IndexedSession(
                number=0, id=session_id, size=0, mtime_ns=0, state=state
            )
            for row in text.rows:
                low = folded(row.text)
                is_wanted = not query.speakers or row.speaker in query.speakers
                if is_wanted and all(pattern.search(low) for pattern in patterns):
                    yield Candidate(
                        -1.0, session_id, row.offset, row.turn, row.speaker, row.created
                    )

    def _pause(self) -> None:
        now = time.perf_counter()
        if now >= self._slice_ends:
            time.sleep(_PAUSE_S)  # gives the interpreter lock away
            if self._is_unwanted():
                raise _Unwanted
            self._slice_ends = time.perf_counter() + _SLICE_S


class _Unwanted(Exception):
    """Nobody waits any more."""
