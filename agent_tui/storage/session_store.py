"""Stored sessions in a folder: make, open, list, find, delete."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec

from agent_tui.errors import SessionAmbiguous, SessionLocked
from agent_tui.protocol.conversations import Conversation
from agent_tui.protocol.ids import SHORT_ID_LENGTH, new_id, short_id
from agent_tui.protocol.ports import StoredSession
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.storage.atomic_write import write_atomically
from agent_tui.storage.disk_failures import disk_failures
from agent_tui.storage.forks.session_branches import FileSessionBranches
from agent_tui.storage.imported_sessions import write_session
from agent_tui.storage.journal.first_lines import first_lines
from agent_tui.storage.journal.journal_end import read_end
from agent_tui.storage.journal.journal_facts import JournalFacts
from agent_tui.storage.journal.journal_file import JournalFile
from agent_tui.storage.journal.journal_rest import JournalRest
from agent_tui.storage.journal.journal_scan import JournalScan, scan_journal
from agent_tui.storage.journal.session_journal import FileSessionJournal
from agent_tui.storage.journal.session_reader import (
    JOURNAL_NAME,
    damage_notes,
    read_session,
    session_not_found,
    stored_session,
)
from agent_tui.storage.journal.session_replay import SessionReplay
from agent_tui.storage.listing.index import SessionIndex
from agent_tui.storage.listing.session_browser import FileSessionBrowser
from agent_tui.storage.listing.session_listing import SessionListing, check_folder_name
from agent_tui.storage.lock import SessionLock
from agent_tui.storage.lock_owner import LockOwner
from agent_tui.storage.private_folder import make_private_folder, sync_folder

_DELETED_PREFIX = ".deleted-"
_SHOWN_CANDIDATES = 5


class FileSessionStore:
    """A `SessionStore` in `sessions_dir`: one folder per session, the folder's name is its id.

    index_path: the rebuildable list. app_version: written into the headers. Nothing is touched
    before the first call. Thread-safe; any number of processes may work on the same folder.
    """

    def __init__(self, sessions_dir: Path, index_path: Path, *, app_version: str = "") -> None:
        self._sessions_dir = sessions_dir
        self._listing = SessionListing(sessions_dir, SessionIndex(index_path))
        self._browser = FileSessionBrowser(sessions_dir, index_path.parent, self._listing)
        self._app_version = app_version
        self._branches = FileSessionBranches(
            sessions_dir, app_version=app_version, on_close=self._listing.note
        )

    def create(self, info: SessionInfo) -> FileSessionJournal:
        """Make the session's folder, header and lock.

        Raises `SessionStorageFailed`, and then leaves no half-made session behind.
        """
        folder = self._sessions_dir / info.id
        self.check_id(info.id)
        with disk_failures(folder, session_id=info.id):
            make_private_folder(self._sessions_dir)
            folder.mkdir(mode=0o700)
        lock = SessionLock(folder)
        try:
            return self._create_in(folder, lock, info)
        except BaseException:
            lock.release()
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def open(
        self, session_id: str, *, end_first: bool = False
    ) -> tuple[StoredSession, FileSessionJournal | None]:
        """Read a session and lock it for writing.

        The journal is None, and `info.is_read_only` is True, when another process holds the lock or
        a newer version wrote it; a note says which. A damaged journal is copied first. end_first:
        of a long one, only the end of the history may be read; see `StoredSession.earlier`.
        Raises `SessionNotFound`, `SessionCorrupt`, `SessionStorageFailed`.
        """
        folder = self._existing_folder(session_id)
        lock = SessionLock(folder)
        with disk_failures(folder, session_id=session_id):
            owner = lock.try_acquire()
        if owner is not None:
            advice = "It opens read-only here; /fork goes on with a copy."
            note = str(_locked(session_id, owner, advice))
            return _as_read_only(read_session(folder).stored, note), None
        try:
            opened = self._open_end(folder, lock) if end_first else None
            stored, journal = opened or self._open_locked(folder, lock)
        except BaseException:
            lock.release()
            raise
        if journal is None:
            lock.release()
        return stored, journal

    def load(self, session_id: str) -> StoredSession:
        """Read a session without locking it. Raises like `open`."""
        return read_session(self._existing_folder(session_id)).stored

    def sessions(self, *, cwd: str | None = None, limit: int = 0) -> tuple[SessionInfo, ...]:
        """Stored sessions, last used first; of one working directory when given; limit 0: all.

        Unreadable ones are left out, see `browser`. Raises `SessionStorageFailed` when the
        folder itself cannot be read.
        """
        return tuple(self._listing.infos(cwd=cwd, limit=limit))

    @property
    def browser(self) -> FileSessionBrowser:
        """See `BrowsableStore`."""
        return self._browser

    @property
    def branches(self) -> FileSessionBranches:
        """See `BranchStore`."""
        return self._branches

    def check_id(self, session_id: str) -> None:
        """See `NamingStore`."""
        check_folder_name(session_id)

    def add(self, conversation: Conversation) -> SessionInfo:
        """See `ImportingStore`."""
        # Not put into the index: that costs more than all else, and the next list reads it anyway.
        folder, version = self._sessions_dir, self._app_version
        facts = write_session(folder, conversation, app_version=version)
        return facts.info(conversation.info.id)

    def resolve(self, prefix: str) -> str:
        """The whole id for a prefix. Raises `SessionNotFound`, `SessionAmbiguous`."""
        wanted = prefix.strip()
        ids = self._listing.ids()
        if wanted in ids:
            return wanted
        fitting = [one for one in ids if wanted and one.startswith(wanted)]
        if not fitting:
            raise session_not_found(prefix)
        if len(fitting) > 1:
            raise _ambiguous(wanted, self._newest_first(fitting))
        return fitting[0]

    def delete(self, session_id: str) -> None:
        """Remove a session for good.

        Raises `SessionNotFound`, `SessionLocked`, `SessionStorageFailed`.
        """
        folder = self._existing_folder(session_id)
        # First out of sight with one rename, then away: a crash between never shows half a session.
        aside = self._sessions_dir / f"{_DELETED_PREFIX}{session_id}-{new_id()}"
        lock = SessionLock(folder)
        with disk_failures(folder, action="delete", session_id=session_id):
            owner = lock.try_acquire()
            if owner is not None:
                raise _locked(session_id, owner, "Close it there, then delete it.")
            try:
                os.rename(folder, aside)
            finally:
                lock.release()
            sync_folder(self._sessions_dir)
        self._listing.forget(session_id)
        self._remove_deleted(session_id)

    def _create_in(self, folder: Path, lock: SessionLock, info: SessionInfo) -> FileSessionJournal:
        lines, last_id = first_lines(info, self._app_version)
        with disk_failures(folder, session_id=info.id):
            lock.try_acquire()  # nobody else knows this folder yet
            sync_folder(self._sessions_dir)
            file = JournalFile.create(folder / JOURNAL_NAME, lines, session_id=info.id)
        scan = scan_journal(lines, session_id=info.id)
        facts = SessionReplay(scan.header, scan.entries).facts
        return self._journal(folder, file, lock, last_id, facts)

    def _open_end(
        self, folder: Path, lock: SessionLock
    ) -> tuple[StoredSession, FileSessionJournal] | None:
        """The end of a long session; None when it must be read whole."""
        path = folder / JOURNAL_NAME
        with disk_failures(path, action="read", session_id=folder.name):
            end = read_end(path)
        if end is None:
            return None
        file = JournalFile(path, session_id=folder.name)
        journal = self._journal(folder, file, lock, end.last_id, end.replay.facts)
        rest = JournalRest(path, end, partial(_repaired, folder, journal))
        return stored_session(folder, end.replay, earlier=rest), journal

    def _open_locked(
        self, folder: Path, lock: SessionLock
    ) -> tuple[StoredSession, FileSessionJournal | None]:
        copy_name = _copy_name()
        reading = read_session(folder, copy_name=copy_name)
        if reading.scan.is_too_new:
            return reading.stored, None
        if reading.scan.is_damaged:
            _keep_copy(folder, copy_name, reading.content)
        file = JournalFile(folder / JOURNAL_NAME, session_id=folder.name)
        journal = self._journal(folder, file, lock, reading.scan.last_id, reading.facts)
        if reading.scan.is_damaged:
            try:
                journal.append_damage(copy_name)
            except BaseException:
                file.close()
                raise
        return reading.stored, journal

    def _journal(
        self,
        folder: Path,
        file: JournalFile,
        lock: SessionLock,
        last_id: str,
        facts: JournalFacts,
    ) -> FileSessionJournal:
        return FileSessionJournal(
            folder, file, lock, last_id=last_id, facts=facts, on_close=self._listing.note
        )

    def _existing_folder(self, session_id: str) -> Path:
        if not self._listing.has(session_id):
            raise session_not_found(session_id)
        return self._sessions_dir / session_id

    def _newest_first(self, ids: Sequence[str]) -> list[str]:
        readable = [info.id for info in self._listing.infos() if info.id in ids]
        return readable + sorted(set(ids).difference(readable))

    def _remove_deleted(self, session_id: str) -> None:
        """Remove what was renamed aside, also by a process that died on the way."""
        for aside in self._sessions_dir.glob(f"{_DELETED_PREFIX}*"):
            with (
                disk_failures(aside, action="delete", session_id=session_id),
                contextlib.suppress(FileNotFoundError),  # another process was faster
            ):
                shutil.rmtree(aside)


def _repaired(
    folder: Path, journal: FileSessionJournal, scan: JournalScan, content: bytes
) -> tuple[str, ...]:
    """Keep a journal as it was found, after it was opened; returns what to say."""
    copy_name = _copy_name()
    _keep_copy(folder, copy_name, content)
    journal.append_damage(copy_name)
    return damage_notes(scan, folder.name, copy_name)


def _copy_name() -> str:
    return f"{JOURNAL_NAME}.damaged-{datetime.now():%Y%m%dT%H%M%S.%f}"


def _keep_copy(folder: Path, copy_name: str, content: bytes) -> None:
    with disk_failures(folder / copy_name, session_id=folder.name):
        write_atomically(folder / copy_name, content)


def _as_read_only(stored: StoredSession, note: str) -> StoredSession:
    info = msgspec.structs.replace(stored.info, is_read_only=True)
    return msgspec.structs.replace(stored, info=info, notes=(note, *stored.notes))


def _locked(session_id: str, owner: LockOwner, advice: str) -> SessionLocked:
    who = f" (process {owner.pid} on {owner.host})" if owner.pid else ""
    return SessionLocked(
        f"Session {short_id(session_id)} is open in another agent-tui{who}. {advice}",
        session_id=session_id,
        pid=owner.pid,
        host=owner.host,
    )


def _ambiguous(prefix: str, candidates: Sequence[str]) -> SessionAmbiguous:
    # Longer than what was typed, so that the shown ids differ from it.
    length = max(SHORT_ID_LENGTH, len(prefix) + 4)
    shown = ", ".join(one[:length] for one in candidates[:_SHOWN_CANDIDATES])
    more = len(candidates) - _SHOWN_CANDIDATES
    rest = f" and {more} more" if more > 0 else ""
    return SessionAmbiguous(
        f"{len(candidates)} sessions begin with {prefix!r}: {shown}{rest}. "
        "Type more of the id, 4 characters at least.",
        session_id=prefix,
        candidates=candidates,
    )
