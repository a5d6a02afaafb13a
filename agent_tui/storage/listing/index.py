"""A SQLite list of the stored sessions. Only a cache: losing it costs time, never data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import astuple, fields

from agent_tui.protocol.sessions import SessionInfo
from agent_tui.storage.database_file import DatabaseFile

if TYPE_CHECKING:
    from sqlite3 import Connection

INDEX_VERSION = 2


class IndexStamp(Struct, frozen=True, gc=False):
    """What says which sessions a list shows, and whether the index may be believed. size, mtime_ns:
    of the journal that this was read from; when either differs, it is stale. created, updated: Unix
    time in seconds. problem: why the journal cannot be read, as a sentence; then nothing else is
    known."""

    id: str
    size: int
    mtime_ns: int
    cwd: str = ""
    created: float = 0.0
    updated: float = 0.0
    problem: str = ""


class IndexRow(IndexStamp, frozen=True, gc=False):
    """What lists show of one session. first_prompt, last_prompt: the first line of each, "" while
    nobody has read it."""

    title: str = ""
    provider: str = ""
    model: str = ""
    message_count: int = 0
    first_prompt: str = ""
    last_prompt: str = ""
    forked_from: str = ""

    def info(self, folder: str) -> SessionInfo:
        """The snapshot for lists; tokens are not in it."""
        return SessionInfo(
            id=self.id,
            cwd=self.cwd,
            title=self.title,
            provider=self.provider,
            model=self.model,
            created=self.created,
            updated=self.updated,
            message_count=self.message_count,
            first_prompt=self.first_prompt,
            last_prompt=self.last_prompt,
            forked_from=self.forked_from,
            is_saved=True,
            path=folder,
        )


_COLUMNS = tuple(field.name for field in fields(IndexRow))
_NAMES = ", ".join(_COLUMNS)
_SELECT = f"SELECT {_NAMES} FROM sessions"
_SELECT_STAMPS = f"SELECT {', '.join(field.name for field in fields(IndexStamp))} FROM sessions"
_REPLACE = f"REPLACE INTO sessions ({_NAMES}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_SCHEMA = """
CREATE TABLE sessions (
    id TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, cwd TEXT NOT NULL,
    title TEXT NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL, created REAL NOT NULL,
    updated REAL NOT NULL, message_count INTEGER NOT NULL, first_prompt TEXT NOT NULL,
    last_prompt TEXT NOT NULL, forked_from TEXT NOT NULL, problem TEXT NOT NULL
) WITHOUT ROWID
"""


class SessionIndex:
    """The database. Thread-safe and safe for several processes.

    Never raises for the database's sake: unusable means empty. A damaged file is renamed aside.
    """

    def __init__(self, path: Path) -> None:
        self._file = DatabaseFile(path, version=INDEX_VERSION, make=_make)

    def rows(self) -> dict[str, IndexRow]:
        """All rows by session id; empty when the database cannot be used."""

        def read(connection: Connection) -> dict[str, IndexRow]:
            return {values[0]: IndexRow(*values) for values in connection.execute(_SELECT)}

        return self._file.attempt(read) or {}

    def stamps(self) -> dict[str, IndexStamp]:
        """The stamps of all rows by session id, in half the time of `rows`; empty when the database
        cannot be used."""

        def read(connection: Connection) -> dict[str, IndexStamp]:
            found = connection.execute(_SELECT_STAMPS)
            return {values[0]: IndexStamp(*values) for values in found}

        return self._file.attempt(read) or {}

    def rows_of(self, session_ids: Sequence[str]) -> dict[str, IndexRow]:
        """The rows of some sessions by id, as far as there are any."""

        def read(connection: Connection) -> dict[str, IndexRow]:
            found: dict[str, IndexRow] = {}
            for session_id in session_ids:
                for values in connection.execute(f"{_SELECT} WHERE id = ?", (session_id,)):
                    found[session_id] = IndexRow(*values)
            return found

        return self._file.attempt(read) or {}

    def row(self, session_id: str) -> IndexRow | None:
        """The row of one session; None when there is none."""

        return self.rows_of((session_id,)).get(session_id)

    def update(self, rows: Sequence[IndexRow], *, gone: Sequence[str] = ()) -> None:
        """Put rows in, replacing older ones, and take out the sessions that are `gone`."""
        if not rows and not gone:
            return

        def write(connection: Connection) -> None:
            # IMMEDIATE: a transaction that begins with reading cannot wait for another writer.
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(_REPLACE, [astuple(row) for row in rows])
            connection.executemany("DELETE FROM sessions WHERE id = ?", [(one,) for one in gone])
            connection.execute("COMMIT")

        self._file.attempt(write)


def _make(connection: Connection) -> None:
    connection.execute(_SCHEMA)
