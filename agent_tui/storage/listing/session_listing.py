"""Which sessions are stored, and what lists show of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import starmap
from pathlib import Path
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from agent_tui.errors import SessionCorrupt, SessionError, SessionStorageFailed
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.storage.disk_failures import disk_failures
from agent_tui.storage.journal.journal_facts import JournalFacts
from agent_tui.storage.journal.journal_scan import scan_journal
from agent_tui.storage.journal.session_reader import JOURNAL_NAME, read_journal
from agent_tui.storage.journal.session_replay import SessionReplay
from agent_tui.storage.listing.index import IndexRow, IndexStamp, SessionIndex

_LONGEST_ID_BYTES = 200  # file systems take 255, and a deleted session's folder has a prefix

Known = TypeVar("Known", bound=IndexStamp)


class StoredFile(NamedTuple):
    """A session's journal as it is on the disk now. mtime_ns: Unix time in nanoseconds."""

    id: str
    size: int
    mtime_ns: int


class SessionListing:
    """Lists the folders of `sessions_dir`. What stands in their journals comes from the index, and
    from the journal itself where the index is missing or stale."""

    def __init__(self, sessions_dir: Path, index: SessionIndex) -> None:
        self._sessions_dir, self._index = sessions_dir, index

    def ids(self) -> tuple[str, ...]:
        """Ids of all folders with a journal, readable or not. Raises `SessionStorageFailed`."""
        return tuple(file.id for file in self.files())

    def has(self, session_id: str) -> bool:
        """Whether a session of this id is stored. Names that lead out of the folder never are."""
        journal = self._sessions_dir / session_id / JOURNAL_NAME
        return is_folder_name(session_id) and journal.is_file()

    def files(self) -> Iterator[StoredFile]:
        """The journals of all sessions, in no order. Raises `SessionStorageFailed`."""
        return starmap(StoredFile, self._stamps())

    def _stamps(self) -> Iterator[tuple[str, int, int]]:
        """Id, size and time of change of each journal."""
        # Strings and no Path objects: those would take longer than the disk does.
        folder = str(self._sessions_dir)
        with disk_failures(self._sessions_dir, action="read"):
            try:
                names = os.listdir(folder)
            except FileNotFoundError:
                return
        end = os.sep + JOURNAL_NAME
        for name in names:
            if name[0] != "." and name.isprintable():  # a name has no way out
                try:
                    status = os.stat(f"{folder}{os.sep}{name}{end}")
                except (FileNotFoundError, NotADirectoryError):
                    continue
                except OSError:
                    yield name, -1, -1  # reading it tells what is wrong
                    continue
                yield name, status.st_size, status.st_mtime_ns

    def infos(self, *, cwd: str | None = None, limit: int = 0) -> list[SessionInfo]:
        """Readable sessions, last used first; of one working directory when given; limit 0: all.
        Raises `SessionStorageFailed`."""
        return self._infos(self._looked(limit), cwd=cwd, limit=limit)

    def listed(self, limit: int) -> tuple[list[SessionInfo], int]:
        """`infos`, and how many sessions cannot be read, after one look at the disk."""
        rows = self._looked(limit)
        return self._infos(rows, limit=limit), sum(1 for row in rows if row.problem)

    def unreadable(self) -> tuple[tuple[str, str], ...]:
        """Id and reason, a sentence, of the sessions that cannot be read. Raises
        `SessionStorageFailed`."""
        return tuple(sorted((row.id, row.problem) for row in self._rows() if row.problem))

    def note(self, session_id: str, facts: JournalFacts) -> None:
        """Put down what its writer knows of a session. Does not raise: without a row, the next
        list reads the journal."""
        try:
            status = os.stat(self._sessions_dir / session_id / JOURNAL_NAME)
        except OSError:
            return
        row = _row(facts, StoredFile(session_id, status.st_size, status.st_mtime_ns))
        former = self._index.row(session_id)
        # Who has read only the end of a long session does not know how it began.
        if former is not None and former.first_prompt:
            last = row.last_prompt or former.last_prompt
            row = replace(row, first_prompt=former.first_prompt, last_prompt=last)
        self._index.update([row])

    def forget(self, session_id: str) -> None:
        """Take a session out of the index."""
        self._index.update([], gone=[session_id])

    def _infos(
        self, stamps: Sequence[IndexStamp], *, cwd: str | None = None, limit: int = 0
    ) -> list[SessionInfo]:
        shown = [one for one in stamps if not one.problem and (cwd is None or one.cwd == cwd)]
        shown.sort(key=lambda one: (one.updated, one.created, one.id), reverse=True)
        shown = shown[:limit] if limit else shown
        unread = [one.id for one in shown if not isinstance(one, IndexRow)]
        rows = self._index.rows_of(unread) if unread else {}
        folder = f"{self._sessions_dir}{os.sep}"
        infos: list[SessionInfo] = []
        for one in shown:
            row = one if isinstance(one, IndexRow) else rows.get(one.id)
            if row is None:  # another process has changed the index meanwhile
                row, _ = self._row_from_journal(StoredFile(one.id, one.size, one.mtime_ns))
            infos.append(row.info(f"{folder}{row.id}"))
        return infos

    def _looked(self, limit: int) -> Sequence[IndexStamp]:
        """One for each session; for a short list only those that are stale are rows."""
        return self._rows() if not limit else self._checked(self._index.stamps())

    def _rows(self) -> list[IndexRow]:
        return self._checked(self._index.rows())

    def _checked(self, known: dict[str, Known]) -> list[Known | IndexRow]:
        """What is known, and a new row where it is stale; the index is put right on the way."""
        rows: list[Known | IndexRow] = []
        fresh: list[IndexRow] = []
        for session_id, size, mtime_ns in self._stamps():
            row: Known | IndexRow | None = known.pop(session_id, None)
            # Looked at before reading: what is appended meanwhile makes the row stale.
            if row is None or row.size != size or row.mtime_ns != mtime_ns:
                row, is_lasting = self._row_from_journal(StoredFile(session_id, size, mtime_ns))
                if is_lasting:
                    fresh.append(row)
            rows.append(row)
        self._index.update(fresh, gone=list(known))
        return rows

    def _row_from_journal(self, file: StoredFile) -> tuple[IndexRow, bool]:
        """The row, and whether it holds until the journal changes: rights may come back before."""
        folder = self._sessions_dir / file.id
        try:
            scan = scan_journal(read_journal(folder), session_id=file.id)
        except SessionError as error:
            row = IndexRow(file.id, file.size, file.mtime_ns, problem=str(error))
            return row, isinstance(error, SessionCorrupt)
        replay = SessionReplay(scan.header, scan.entries)
        replay.count()
        return _row(replay.facts, file), True


def is_folder_name(session_id: str) -> bool:
    """Whether an id can name a folder: visible, not too long, no control characters, no way out of
    the parent."""
    is_visible = bool(session_id) and session_id.isprintable() and not session_id.startswith(".")
    is_name = is_visible and os.path.basename(session_id) == session_id
    return is_name and len(os.fsencode(session_id)) <= _LONGEST_ID_BYTES


def check_folder_name(session_id: str) -> None:
    """Raise `SessionStorageFailed` unless the id can name a folder."""
    if not is_folder_name(session_id):
        raise SessionStorageFailed(
            f"{session_id!r:.80} cannot be the id of a stored session. Choose at most 200 letters "
            "and digits.",
            session_id=session_id,
        )


def _row(facts: JournalFacts, file: StoredFile) -> IndexRow:
    info = facts.info(file.id)
    return IndexRow(
        *file,
        cwd=info.cwd,
        title=info.title,
        provider=info.provider,
        model=info.model,
        created=info.created,
        updated=info.updated,
        message_count=info.message_count,
        first_prompt=facts.first_prompt,
        last_prompt=facts.last_prompt,
        forked_from=info.forked_from,
    )
