"""Brings the index up to date with the journals, the newest session first."""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from pathlib import Path

from agent_tui.protocol.session_search import SearchProgress
from agent_tui.storage.journal.session_reader import JOURNAL_NAME
from agent_tui.storage.listing.session_listing import SessionListing, StoredFile
from agent_tui.storage.search.journal_text import ReadState, read_text
from agent_tui.storage.search.search_database import Addition, SearchDatabase

_BLOCK_CHARACTERS, _BLOCK_ROWS = 2_000_000, 5_000  # stored at once; what is held in memory
_SLICE_S, _PAUSE_S = 0.002, 0.0005
UNUSABLE = "The search index cannot be written, so all journals are read, which takes longer."


class IndexUpdate:
    """One pass over all sessions. tell, is_unwanted: see `SessionSearch`."""

    def __init__(
        self,
        sessions_dir: Path,
        listing: SessionListing,
        database: SearchDatabase,
        *,
        tell: Callable[[SearchProgress], object],
        is_unwanted: Callable[[], bool],
    ) -> None:
        self._sessions_dir, self._listing, self._database = sessions_dir, listing, database
        self._tell, self._is_unwanted = tell, is_unwanted
        self._slice_ends = 0.0

    def run(self) -> SearchProgress:
        """What can be found afterwards. Raises `SessionStorageFailed`."""
        files = list(self._listing.files())
        known = self._known(file.id for file in files)
        if known is None:
            return SearchProgress(total=len(files), note=UNUSABLE)
        pending = [file for file in files if known.get(file.id) != (file.size, file.mtime_ns)]
        pending.sort(key=lambda file: file.mtime_ns, reverse=True)
        newest = max((mtime_ns for _, mtime_ns in known.values()), default=0)
        changed_at = {file.id: file.mtime_ns for file in pending}
        progress = SearchProgress(indexed=len(files) - len(pending), total=len(files))
        if not pending:
            return progress
        self._tell(progress)
        try:
            for block, done in self._blocks(pending, known):
                # What is older than all that is known goes below it: see `SearchDatabase`.
                changed = [changed_at[each.session_id] for each in block]
                is_older = all(each.session_id not in known for each in block)
                is_older = is_older and max(changed) < newest
                newest = max(newest, *changed)
                if not self._database.add(block, is_older=is_older):
                    return SearchProgress(total=len(files), note=UNUSABLE)
                indexed = len(files) - len(pending) + done
                progress = SearchProgress(indexed=indexed, total=len(files))
                self._tell(progress)
        except _Unwanted:
            return progress
        # What cannot be read counts as read: lists say so, and there is nothing to wait for.
        return SearchProgress(indexed=len(files), total=len(files))

    def _known(self, stored: Iterable[str]) -> dict[str, tuple[int, int]] | None:
        """What the index knows, without the sessions that are gone."""
        known = self._database.stamps()
        gone = set(known or ()).difference(stored)
        if not gone:
            return known
        self._database.remove(gone)
        return self._database.stamps()  # it may have started anew

    def _blocks(
        self, pending: Sequence[StoredFile], known: Container[str]
    ) -> Iterator[tuple[list[Addition], int]]:
        """Additions, oldest first, and how many sessions are done with them."""
        block: list[Addition] = []
        characters = rows = 0
        for done, file in enumerate(pending, 1):
            for addition in self._additions(file, is_known=file.id in known):
                block.append(addition)
                characters += sum(len(row.text) for row in addition.rows)
                rows += len(addition.rows)
                # The rest of a session must find the part before it in the database.
                is_part = not addition.mtime_ns
                if is_part or characters >= _BLOCK_CHARACTERS or rows >= _BLOCK_ROWS:
                    yield block[::-1], done - is_part
                    block, characters, rows = [], 0, 0
        if block:
            yield block[::-1], len(pending)

    def _additions(self, file: StoredFile, *, is_known: bool) -> Iterator[Addition]:
        """What is new in one session, in several parts if there is much."""
        path = self._sessions_dir / file.id / JOURNAL_NAME
        before = self._database.session(file.id) if is_known else None
        while True:
            state = before.state if before else ReadState()
            try:
                text = read_text(path, state, pause=self._pause)
            except OSError:
                return
            if text is None:
                return  # unreadable: lists say so
            yield Addition(
                session_id=file.id,
                before=before,
                rows=text.rows,
                start=text.start,
                state=text.state,
                size=file.size if text.is_whole else 0,
                mtime_ns=file.mtime_ns if text.is_whole else 0,
            )
            if text.is_whole:
                return
            before = self._database.session(file.id)
            if before is None or before.state.offset != text.state.offset:
                return  # another process has gone on with it

    def _pause(self) -> None:
        now = time.perf_counter()
        if now >= self._slice_ends:
            # Gives the interpreter lock away: the screen must not wait for its turn.
            time.sleep(_PAUSE_S)
            if self._is_unwanted():
                raise _Unwanted
            self._slice_ends = time.perf_counter() + _SLICE_S


class _Unwanted(Exception):
    """Nobody waits any more."""
