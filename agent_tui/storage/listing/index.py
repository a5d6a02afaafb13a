"""A SQLite list of the stored sessions. Only a cache: losing it costs time, never data."""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import astuple, fields

from agent_tui.protocol.sessions import SessionInfo
from agent_tui.storage.atomic_write import PRIVATE_FILE_MODE
from agent_tui.storage.private_folder import make_private_folder

if TYPE_CHECKING:
    from sqlite3 import Connection, DatabaseError

INDEX_VERSION = 1
_BUSY_TIMEOUT_S = 2.0  # the journals can be read instead, so nobody waits long

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class IndexRow(Struct, frozen=True, kw_only=True):
    """What lists show of one session. size, mtime_ns: of the journal that this was read from; when
    either differs, the row is stale. created, updated: Unix time in seconds."""

    id: str
    cwd: str
    title: str
    provider: str
    model: str
    created: float
    updated: float
    message_count: int
    size: int
    mtime_ns: int

    def info(self, folder: Path) -> SessionInfo:
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
            is_saved=True,
            path=str(folder),
        )


_COLUMNS = tuple(field.name for field in fields(IndexRow))
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM sessions"
_REPLACE = f"REPLACE INTO sessions VALUES ({', '.join('?' * len(_COLUMNS))})"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
    id TEXT PRIMARY KEY, cwd TEXT NOT NULL, title TEXT NOT NULL, provider TEXT NOT NULL,
    model TEXT NOT NULL, created REAL NOT NULL, updated REAL NOT NULL,
    message_count INTEGER NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL
)
"""


class SessionIndex:
    """The database. Thread-safe and safe for several processes: each call has its own connection.

    Never raises for the database's sake: unusable means empty. A damaged file is renamed aside.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def rows(self) -> dict[str, IndexRow]:
        """All rows by session id; empty when the database cannot be used."""

        def read(connection: Connection) -> dict[str, IndexRow]:
            found = connection.execute(_SELECT).fetchall()
            return {
                values[0]: IndexRow(**dict(zip(_COLUMNS, values, strict=True))) for values in found
            }

        return self._attempt(read) or {}

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

        self._attempt(write)

    def _attempt(self, work: Callable[[Connection], _T]) -> _T | None:
        import sqlite3  # 5 ms that a start without a list of sessions does not need

        for _ in range(2):
            try:
                with contextlib.closing(self._connect()) as connection:
                    return work(connection)
            except sqlite3.DatabaseError as error:
                _log.info("the session index cannot be used: %s", error)
                if not _is_damage(error) or not self._put_aside():
                    return None
            except OSError as error:
                _log.info("the session index cannot be opened: %s", error)
                return None
        return None

    def _connect(self) -> Connection:
        import sqlite3

        make_private_folder(self._path.parent)
        # SQLite would make the file readable for all; its journals take over the mode of the file.
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE_MODE))
        connection = sqlite3.connect(self._path, timeout=_BUSY_TIMEOUT_S, isolation_level=None)
        try:
            _prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _put_aside(self) -> bool:
        aside = f".damaged-{time.strftime('%Y%m%dT%H%M%S')}"
        try:
            for ending in ("-wal", "-shm"):
                Path(f"{self._path}{ending}").unlink(missing_ok=True)
            os.replace(self._path, f"{self._path}{aside}")
        except OSError as error:
            _log.info("the damaged session index cannot be renamed: %s", error)
            return False
        return True


def _prepare(connection: Connection) -> None:
    import sqlite3

    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > INDEX_VERSION:
        raise sqlite3.OperationalError(f"schema {version} is newer than {INDEX_VERSION}")
    connection.execute("PRAGMA synchronous = NORMAL")
    if version < INDEX_VERSION:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(_SCHEMA)
        connection.execute(f"PRAGMA user_version = {INDEX_VERSION}")


def _is_damage(error: DatabaseError) -> bool:
    import sqlite3

    # The lower byte is the kind, the rest tells details. Errors of the module itself carry no code.
    kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
