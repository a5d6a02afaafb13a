"""The branches of stored sessions: shown as a tree, read, and made into sessions of their own."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from agent_tui.errors import SessionNotFound
from agent_tui.protocol.branches import TreeTurn
from agent_tui.protocol.ids import short_id
from agent_tui.protocol.packed_messages import PackedMessages, packed
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.storage.disk_failures import disk_failures
from agent_tui.storage.forks.fork_writing import write_fork
from agent_tui.storage.forks.unfinished_forks import remove_unfinished_forks, unfinished_fork
from agent_tui.storage.journal.journal_facts import JournalFacts
from agent_tui.storage.journal.journal_file import JournalFile
from agent_tui.storage.journal.journal_scan import scan_journal
from agent_tui.storage.journal.session_journal import FileSessionJournal
from agent_tui.storage.journal.session_reader import JOURNAL_NAME, read_journal, session_not_found
from agent_tui.storage.journal.session_replay import SessionReplay
from agent_tui.storage.journal.slices import Slices
from agent_tui.storage.journal.tree_reading import tree_turns
from agent_tui.storage.listing.session_listing import check_folder_name, is_folder_name
from agent_tui.storage.lock import SessionLock
from agent_tui.storage.private_folder import sync_folder
from agent_tui.storage.stored_paths import StoredPaths


class FileSessionBranches:
    """Implements `BranchStore` on the folders of a `FileSessionStore`. Thread-safe. Reads beside
    the writer of a session, whoever that is, and takes no lock of the session that it reads.

    on_close: see `FileSessionJournal`.
    """

    def __init__(
        self,
        sessions_dir: Path,
        *,
        app_version: str,
        on_close: Callable[[str, JournalFacts], None],
    ) -> None:
        self._sessions_dir = sessions_dir
        self._app_version, self._on_close = app_version, on_close

    def tree(self, session_id: str) -> tuple[TreeTurn, ...]:
        """See `BranchStore`."""
        return tree_turns(read_journal(self._existing(session_id)), Slices())

    def branch(self, session_id: str, tip: str) -> PackedMessages:
        """See `BranchStore`."""
        folder, slices = self._existing(session_id), Slices()
        scan = scan_journal(read_journal(folder), session_id=session_id, pause=slices.pause)
        tree = SessionReplay(scan.header, slices.of(scan.entries)).tree
        if tip and not tree.has(tip):
            raise SessionNotFound(
                f"Session {short_id(session_id)} has no such place to go to. Open /tree and choose "
                "one that it shows.",
                session_id=session_id,
            )
        return packed(map(StoredPaths(folder).read, slices.of(tree.branch(tip))))

    def fork(self, source_id: str, info: SessionInfo, at: str) -> FileSessionJournal:
        """See `BranchStore`."""
        source, place = self._existing(source_id), self._sessions_dir / info.id
        check_folder_name(info.id)
        folder = unfinished_fork(place)
        with disk_failures(place, session_id=info.id):
            folder.mkdir(mode=0o700)
        lock = SessionLock(folder)
        try:
            with disk_failures(place, session_id=info.id):
                lock.try_acquire()  # nobody else knows this folder yet
                written = write_fork(source, folder, info, at, app_version=self._app_version)
                sync_folder(folder)
                if place.exists():
                    raise FileExistsError(errno.EEXIST, "A session of this id exists", str(place))
                os.rename(folder, place)
                lock.moved_to(place)
                folder = place
                sync_folder(self._sessions_dir)
            file = JournalFile(place / JOURNAL_NAME, session_id=info.id)
        except BaseException:
            lock.release()
            shutil.rmtree(folder, ignore_errors=True)
            raise
        remove_unfinished_forks(self._sessions_dir)
        return FileSessionJournal(
            place,
            file,
            lock,
            last_id=written.last_id,
            facts=written.facts,
            on_close=self._on_close,
        )

    def _existing(self, session_id: str) -> Path:
        folder = self._sessions_dir / session_id
        if not is_folder_name(session_id) or not (folder / JOURNAL_NAME).is_file():
            raise session_not_found(session_id)
        return folder
