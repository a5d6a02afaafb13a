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


class IndexRow(Struct, frozen=True):
    """What lists show of one session. size, mtime_ns: of the journal that this was read from; when
    either differs, the row is stale. created, updated: Unix time in seconds. first_prompt,
    last_prompt: the first line of each, "" while nobody has read it. problem: why the journal
    cannot be read, as a sentence; then nothing else is known."""

    id: str
    size: int
    mtime_ns: int
    cwd: str = ""
    title: str = ""
    provider: str = ""
    model: str = ""
    created: float = 0.0
    updated: float = 0.0
    message_count: int = 0
    first_prompt: str = ""
    last_prompt: str = ""
    forked_from: str = ""
    problem: str = ""

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
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM sessions"
_REPLACE = f"REPLACE INTO sessions VALUES ({', '.join('?' * len(_COLUMNS))})"
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

    def row(self, session_id: str) -> IndexRow | None:
        """The row of one session; None when there is none."""

        def read(connection: Connection) -> IndexRow | None:
            found = connection.execute(f"{_SELECT} WHERE id = ?", (session_id,)).fetchone()
            return None if found is None else IndexRow(*found)

        return self._file.attempt(read)

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
