"""Which sessions are stored, and what lists show of them."""

from __future__ import annotations

import os
from pathlib import Path

from agent_tui.errors import SessionError
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.storage.disk_failures import disk_failures
from agent_tui.storage.journal.journal_facts import JournalFacts
from agent_tui.storage.journal.journal_scan import scan_journal
from agent_tui.storage.journal.session_reader import JOURNAL_NAME, read_journal
from agent_tui.storage.journal.session_replay import SessionReplay
from agent_tui.storage.listing.index import IndexRow, SessionIndex


class SessionListing:
    """Lists the folders of `sessions_dir`. What stands in their journals comes from the index, and
    from the journal itself where the index is missing or stale."""

    def __init__(self, sessions_dir: Path, index: SessionIndex) -> None:
        self._sessions_dir, self._index = sessions_dir, index

    def ids(self) -> tuple[str, ...]:
        """Ids of all folders with a journal, readable or not. Raises `SessionStorageFailed`."""
        with disk_failures(self._sessions_dir, action="read"):
            try:
                names = os.listdir(self._sessions_dir)
            except FileNotFoundError:
                return ()
        return tuple(name for name in names if self.has(name))

    def has(self, session_id: str) -> bool:
        """Whether a session of this id is stored. Names that lead out of the folder never are."""
        journal = self._sessions_dir / session_id / JOURNAL_NAME
        return is_folder_name(session_id) and journal.is_file()

    def infos(self) -> list[SessionInfo]:
        """All readable sessions, last used first. Raises `SessionStorageFailed`."""
        known = self._index.rows()
        rows: list[IndexRow] = []
        fresh: list[IndexRow] = []
        for session_id in self.ids():
            row = self._current_row(session_id, known.get(session_id))
            if row is not None:
                rows.append(row)
                if row is not known.get(session_id):
                    fresh.append(row)
        listed = {row.id for row in rows}
        self._index.update(fresh, gone=[old for old in known if old not in listed])
        rows.sort(key=lambda row: (row.updated, row.created, row.id), reverse=True)
        return [row.info(self._sessions_dir / row.id) for row in rows]

    def note(self, session_id: str, facts: JournalFacts) -> None:
        """Put down what its writer knows of a session. Does not raise: without a row, the next
        list reads the journal."""
        try:
            status = os.stat(self._sessions_dir / session_id / JOURNAL_NAME)
        except OSError:
            return
        self._index.update([_row(facts.info(session_id), status)])

    def forget(self, session_id: str) -> None:
        """Take a session out of the index."""
        self._index.update([], gone=[session_id])

    def _current_row(self, session_id: str, known: IndexRow | None) -> IndexRow | None:
        """`known` when it is not stale, else a new row; None when the journal is unreadable."""
        folder = self._sessions_dir / session_id
        try:
            # Before reading: what is appended meanwhile makes the row stale, as it should.
            status = os.stat(folder / JOURNAL_NAME)
            stamp = (status.st_size, status.st_mtime_ns)
            if known is not None and (known.size, known.mtime_ns) == stamp:
                return known
            return _row_from_journal(folder, status)
        except (OSError, SessionError):
            return None


def is_folder_name(session_id: str) -> bool:
    """Whether an id can name a folder: visible, no control characters, no way out of the parent."""
    is_visible = bool(session_id) and session_id.isprintable() and not session_id.startswith(".")
    return is_visible and session_id == Path(session_id).name


def _row_from_journal(folder: Path, status: os.stat_result) -> IndexRow:
    scan = scan_journal(read_journal(folder), session_id=folder.name)
    replay = SessionReplay(scan.header, scan.entries)
    replay.facts.count(replay.messages)
    return _row(replay.facts.info(folder.name), status)


def _row(info: SessionInfo, status: os.stat_result) -> IndexRow:
    return IndexRow(
        id=info.id,
        cwd=info.cwd,
        title=info.title,
        provider=info.provider,
        model=info.model,
        created=info.created,
        updated=info.updated,
        message_count=info.message_count,
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
    )
