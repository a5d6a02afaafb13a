"""A SQLite file that can be made anew from other files: losing it costs time, never data."""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from agent_tui.storage.atomic_write import PRIVATE_FILE_MODE
from agent_tui.storage.private_folder import make_private_folder

if TYPE_CHECKING:
    from sqlite3 import Connection, DatabaseError

BUSY_TIMEOUT_S = 2.0  # what stands in it can be had elsewhere, so nobody waits long

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class DatabaseFile:
    """Thread-safe and safe for several processes: each call has its own connection.

    version: of the schema, in `PRAGMA user_version`; an older file is emptied and made anew, a
    newer one is left alone. make: makes the tables in an empty database. The file is 0600; a
    damaged one is renamed aside.
    """

    def __init__(self, path: Path, *, version: int, make: Callable[[Connection], object]) -> None:
        self.path = path
        self._version, self._make = version, make

    def attempt(self, work: Callable[[Connection], _T]) -> _T | None:
        """What `work` gives; None when the file cannot be used. Never raises for its sake.

        An exception of `work` that is no error of the database passes through.
        """
        import sqlite3  # 5 ms that a start without a list of sessions does not need

        for _ in range(2):
            try:
                with contextlib.closing(self._connect()) as connection:
                    return work(connection)
            except sqlite3.DatabaseError as error:
                _log.info("%s cannot be used: %s", self.path.name, error)
                if not _is_damage(error) or not self._put_aside():
                    return None
            except OSError as error:
                _log.info("%s cannot be opened: %s", self.path.name, error)
                return None
        return None

    def remove(self) -> None:
        """Start from nothing at the next call."""
        with contextlib.suppress(OSError):
            for ending in ("", "-wal", "-shm"):
                Path(f"{self.path}{ending}").unlink(missing_ok=True)

    def _connect(self) -> Connection:
        import sqlite3

        make_private_folder(self.path.parent)
        # SQLite would make the file readable for all; its journals take over the mode of the file.
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE_MODE))
        connection = sqlite3.connect(self.path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: Connection) -> None:
        import sqlite3

        version = _version_of(connection)
        if version > self._version:
            raise sqlite3.OperationalError(f"schema {version} is newer than {self._version}")
        connection.execute("PRAGMA synchronous = NORMAL")
        if version == self._version:
            return
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")  # two processes may come here at once
        if _version_of(connection) < self._version:
            _empty(connection)
            self._make(connection)
            connection.execute(f"PRAGMA user_version = {self._version}")
        connection.execute("COMMIT")

    def _put_aside(self) -> bool:
        aside = f".damaged-{time.strftime('%Y%m%dT%H%M%S')}"
        try:
            for ending in ("-wal", "-shm"):
                Path(f"{self.path}{ending}").unlink(missing_ok=True)
            os.replace(self.path, f"{self.path}{aside}")
        except OSError as error:
            _log.info("the damaged %s cannot be renamed: %s", self.path.name, error)
            return False
        return True


def _version_of(connection: Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _empty(connection: Connection) -> None:
    # Tables of a virtual one go with it, and cannot be dropped alone.
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "ORDER BY sql NOT LIKE 'CREATE VIRTUAL%'"
    ).fetchall()
    for (name,) in found:
        connection.execute(f'DROP TABLE IF EXISTS "{name}"')


def _is_damage(error: DatabaseError) -> bool:
    import sqlite3

    # The lower byte is the kind, the rest tells details. Errors of the module itself carry no code.
    kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
