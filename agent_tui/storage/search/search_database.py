"""The search index on disk: which words are in which message. It holds no text to read: a hit is
read from its journal, which stays the only truth."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from agent_tui.protocol.session_search import Speaker
from agent_tui.storage.database_file import DatabaseFile
from agent_tui.storage.search.journal_text import ReadState, TextRow
from agent_tui.storage.search.words import folded, identifier_parts, spaced

if TYPE_CHECKING:
    from sqlite3 import Connection

SEARCH_VERSION = 1

_SPEAKERS = tuple(Speaker)  # the order is what stands in the file
_MOST_ORPHANS = 4  # the index starts anew when one in so many rows leads nowhere

_SCHEMA = (
    # journal_size, mtime_ns: as it was when all of it had been read; 0 while there is more.
    "CREATE TABLE sessions (number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, "
    "journal_size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, place INTEGER NOT NULL, "
    "tail BLOB NOT NULL, turn INTEGER NOT NULL, cwd TEXT NOT NULL, title TEXT NOT NULL, "
    "has_heads INTEGER NOT NULL)",
    "CREATE TABLE messages (number INTEGER PRIMARY KEY, session INTEGER NOT NULL, "
    "place INTEGER NOT NULL, turn INTEGER NOT NULL, speaker INTEGER NOT NULL, "
    "created INTEGER NOT NULL)",
    "CREATE INDEX messages_of_session ON messages (session)",
    # The numbers in use reach from `low` up to `high`, both not in use themselves.
    "CREATE TABLE bounds (low INTEGER NOT NULL, high INTEGER NOT NULL, orphans INTEGER NOT NULL)",
    "INSERT INTO bounds VALUES (0, 1, 0)",
    "CREATE VIRTUAL TABLE words USING fts5(text, parts, content='', "
    "tokenize='unicode61 remove_diacritics 2')",
)

_SELECT_SESSIONS = (
    "SELECT id, number, journal_size, mtime_ns, place, tail, turn, cwd, title, has_heads "
    "FROM sessions"
)


class IndexedSession(Struct, frozen=True, kw_only=True):
    """A session as the index knows it. size, mtime_ns: of its journal, 0 while there is more to
    read."""

    number: int
    id: str
    size: int
    mtime_ns: int
    state: ReadState


class Candidate(NamedTuple):
    """A message that has all words. score: as FTS5 ranks, smaller is better."""

    score: float
    session_id: str
    place: int
    turn: int
    speaker: Speaker
    created: int


class Addition(Struct, frozen=True, kw_only=True):
    """What was read of one session. before: how the index knew it, None for a new one. rows replace
    those from `start` on. size, mtime_ns: see `IndexedSession`."""

    session_id: str
    before: IndexedSession | None
    rows: Sequence[TextRow]
    start: int
    state: ReadState
    size: int
    mtime_ns: int


class SearchDatabase:
    """Thread-safe and safe for several processes. Nothing raises for the database's sake.

    Numbers of messages grow with time, so that the newest are found first: what is older than all
    that is known gets smaller numbers, which may be negative.
    """

    def __init__(self, path: Path) -> None:
        self._file = DatabaseFile(path, version=SEARCH_VERSION, make=_make)

    def stamps(self) -> dict[str, tuple[int, int]] | None:
        """Size and mtime_ns of each session as it was read, by id; None when the database cannot
        be used."""

        def read(connection: Connection) -> dict[str, tuple[int, int]]:
            found = connection.execute("SELECT id, journal_size, mtime_ns FROM sessions")
            return {session_id: (size, mtime_ns) for session_id, size, mtime_ns in found}

        return self._file.attempt(read)

    def session(self, session_id: str) -> IndexedSession | None:
        """One of them; None when there is none, or the database cannot be used."""
        return self.sessions((session_id,)).get(session_id)

    def sessions(self, session_ids: Iterable[str]) -> dict[str, IndexedSession]:
        """Those of these that there are, by id; none when the database cannot be used."""

        def read(connection: Connection) -> dict[str, IndexedSession]:
            statement = f"{_SELECT_SESSIONS} WHERE id = ?"
            found = (connection.execute(statement, (one,)).fetchone() for one in session_ids)
            return {row[0]: _session(row) for row in found if row is not None}

        return self._file.attempt(read) or {}

    def add(self, additions: Sequence[Addition], *, is_older: bool) -> bool:
        """Store what was read, in this order. is_older: than all that is there. What another
        process has stored meanwhile stays. False when the database cannot be used."""

        def write(connection: Connection) -> bool:
            connection.execute("BEGIN IMMEDIATE")
            ours = [each for each in additions if _is_unchanged(connection, each)]
            count = sum(len(each.rows) for each in ours)
            low, high = connection.execute("SELECT low, high FROM bounds").fetchone()
            number = low - count if is_older else high
            if is_older:
                connection.execute("UPDATE bounds SET low = ?", (number - 1,))
            else:
                connection.execute("UPDATE bounds SET high = ?", (number + count,))
            for each in ours:
                _store(connection, each, number)
                number += len(each.rows)
            connection.execute("COMMIT")
            return True

        return self._file.attempt(write) or False

    def remove(self, session_ids: Iterable[str]) -> None:
        """Forget sessions. Their words stay as orphans, which nothing leads to, until they are too
        many; then the index starts anew."""

        def write(connection: Connection) -> bool:
            connection.execute("BEGIN IMMEDIATE")
            for session_id in session_ids:
                _forget(connection, session_id)
            (orphans,) = connection.execute("SELECT orphans FROM bounds").fetchone()
            (rows,) = connection.execute("SELECT count(*) FROM messages").fetchone()
            connection.execute("COMMIT")
            return bool(orphans * _MOST_ORPHANS > rows + orphans and orphans > _FEW)

        if self._file.attempt(write):
            self._file.remove()

    def candidates(
        self,
        expression: str,
        *,
        speakers: Sequence[Speaker] = (),
        cwd: str = "",
        limit: int,
        is_unwanted: Callable[[], bool],
    ) -> list[Candidate] | None:
        """The newest messages that fit. None when the database cannot be used, or the answer is
        not wanted any more."""
        wanted = ", ".join(str(_SPEAKERS.index(speaker)) for speaker in speakers)
        conditions = f" AND m.speaker IN ({wanted})" if speakers else ""
        conditions += " AND s.cwd = ?" if cwd else ""
        statement = (
            "SELECT bm25(words), s.id, m.place, m.turn, m.speaker, m.created FROM words "
            "JOIN messages m ON m.number = words.rowid JOIN sessions s ON s.number = m.session "
            f"WHERE words MATCH ?{conditions} ORDER BY words.rowid DESC LIMIT ?"
        )

        def read(connection: Connection) -> list[Candidate]:
            connection.set_progress_handler(is_unwanted, _STEPS)
            values = (expression, *((cwd,) if cwd else ()), limit)
            return [
                Candidate(score, session_id, place, turn, _SPEAKERS[speaker], created)
                for score, session_id, place, turn, speaker, created in connection.execute(
                    statement, values
                )
            ]

        return self._file.attempt(read)


_STEPS = 5_000  # of SQLite's machine, a millisecond or less
_FEW = 10_000  # orphans that cost nothing worth reading all journals again


def can_index() -> bool:
    """Whether this SQLite knows FTS5."""
    import sqlite3

    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE t USING fts5(a)")
        except sqlite3.OperationalError:
            return False
    return True


def _make(connection: Connection) -> None:
    for statement in _SCHEMA:
        connection.execute(statement)


def _session(row: Sequence[Any]) -> IndexedSession:
    session_id, number, size, mtime_ns, place, tail, turn, cwd, title, has_heads = row
    state = ReadState(
        offset=place,
        tail=tail,
        turn=turn,
        cwd=cwd,
        title=title,
        has_heads=bool(has_heads),
    )
    return IndexedSession(number=number, id=session_id, size=size, mtime_ns=mtime_ns, state=state)


def _is_unchanged(connection: Connection, addition: Addition) -> bool:
    found = connection.execute(
        "SELECT number, place FROM sessions WHERE id = ?", (addition.session_id,)
    ).fetchone()
    before = addition.before
    return bool(found == (None if before is None else (before.number, before.state.offset)))


def _store(connection: Connection, addition: Addition, first: int) -> None:
    before, state = addition.before, addition.state
    values = (
        addition.session_id,
        addition.size,
        addition.mtime_ns,
        state.offset,
        state.tail,
        state.turn,
        state.cwd,
        state.title,
        state.has_heads,
    )
    if before is None:
        cursor = connection.execute(
            "INSERT INTO sessions (id, journal_size, mtime_ns, place, tail, turn, cwd, title, "
            "has_heads) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )
        session = cursor.lastrowid
    else:
        session = before.number
        connection.execute(
            "UPDATE sessions SET id = ?, journal_size = ?, mtime_ns = ?, place = ?, tail = ?, "
            "turn = ?, cwd = ?, title = ?, has_heads = ? WHERE number = ?",
            (*values, session),
        )
        gone = connection.execute(
            "DELETE FROM messages WHERE session = ? AND place >= ?", (session, addition.start)
        ).rowcount
        connection.execute("UPDATE bounds SET orphans = orphans + ?", (gone,))
    connection.executemany(
        "INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?)",
        (
            (number, session, row.offset, row.turn, _SPEAKERS.index(row.speaker), row.created)
            for number, row in enumerate(addition.rows, first)
        ),
    )
    connection.executemany(
        "INSERT INTO words (rowid, text, parts) VALUES (?, ?, ?)",
        (
            (number, spaced(folded(row.text)), identifier_parts(row.text))
            for number, row in enumerate(addition.rows, first)
        ),
    )


def _forget(connection: Connection, session_id: str) -> None:
    found = connection.execute("SELECT number FROM sessions WHERE id = ?", (session_id,)).fetchone()
    if found is None:
        return
    gone = connection.execute("DELETE FROM messages WHERE session = ?", found).rowcount
    connection.execute("DELETE FROM sessions WHERE number = ?", found)
    connection.execute("UPDATE bounds SET orphans = orphans + ?", (gone,))
