from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from agent_tui.storage.listing.index import SessionIndex
from agent_tui.storage.listing.session_listing import SessionListing
from agent_tui.storage.search import index_update, journal_text
from agent_tui.storage.search.index_update import UNUSABLE
from agent_tui.storage.search.session_search import NO_INDEX, FileSessionSearch
from tests.contracts.session_builders import an_info
from tests.storage.places import journal_of
from tests.storage.search.stored_talk import StoredTalk


def index_of(talk: StoredTalk) -> Path:
    return talk.folder / "search.db"


def rows_of(talk: StoredTalk, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(index_of(talk))) as connection:
        return connection.execute(statement).fetchall()


def unindexed(talk: StoredTalk) -> FileSessionSearch:
    """A search of a Python whose SQLite has no FTS5."""
    sessions = talk.folder / "sessions"
    listing = SessionListing(sessions, SessionIndex(talk.folder / "index.db"))
    return FileSessionSearch(sessions, index_of(talk), listing, can_index=lambda: False)


def test_what_is_said_later_is_found_without_reading_the_rest_again(talk: StoredTalk) -> None:
    talk.session("s1", "about lexers")
    talk.update()
    before = rows_of(talk, "SELECT number FROM messages")
    talk.more("s1", "about parsers")

    assert talk.snippets("parsers") == ["about parsers"]
    assert rows_of(talk, "SELECT number FROM messages")[: len(before)] == before
    assert len(talk.found("lexers")) == 1


def test_deleted_sessions_are_found_no_more(talk: StoredTalk) -> None:
    talk.session("s1", "about parsers")
    talk.session("s2", "about parsers too")
    talk.update()
    talk.store.delete("s1")

    assert [hit.session_id for hit in talk.found("parsers")] == ["s2"]
    assert rows_of(talk, "SELECT id FROM sessions") == [("s2",)]


def test_an_index_that_leads_mostly_nowhere_starts_anew(
    talk: StoredTalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_tui.storage.search.search_database._FEW", 0)
    talk.session("s1", "about parsers", "yes")
    talk.session("s2", "about parsers")
    talk.update()
    talk.store.delete("s1")
    talk.update()

    assert [hit.snippet for hit in talk.search.search("parsers").hits] == ["about parsers"]
    assert rows_of(talk, "SELECT orphans FROM bounds") == [(0,)]


def test_a_journal_that_was_replaced_is_read_anew(talk: StoredTalk) -> None:
    talk.session("s1", "about lexers")
    talk.session("s2", "about parsers", "and much more than there was in the other one")
    talk.update()
    shutil.copyfile(journal_of(talk.folder, "s2"), journal_of(talk.folder, "s1"))

    assert talk.found("lexers") == ()
    assert {hit.session_id for hit in talk.found("parsers")} == {"s1", "s2"}


def test_a_copied_session_folder_is_found_too(talk: StoredTalk) -> None:
    talk.session("s1", "about parsers")
    talk.update()
    sessions = talk.folder / "sessions"
    shutil.copytree(sessions / "s1", sessions / "copied")

    assert {hit.session_id for hit in talk.found("parsers")} == {"s1", "copied"}


def test_the_older_of_two_sessions_counts_as_older_whenever_it_is_read(talk: StoredTalk) -> None:
    talk.session("new", "about parsers")
    talk.update()
    talk.session("old", "about parsers")
    os.utime(journal_of(talk.folder, "old"), (1e9, 1e9))
    talk.update()

    numbers = (
        "SELECT s.id FROM messages m JOIN sessions s ON s.number = m.session ORDER BY m.number"
    )
    assert rows_of(talk, numbers) == [("old",), ("new",)]


def test_a_long_journal_is_read_in_parts(talk: StoredTalk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_text, "MOST_BYTES", 500)
    monkeypatch.setattr(journal_text.read_text, "__kwdefaults__", {"most_bytes": 500})
    talk.session("s1", *(f"part {at} of parsers" for at in range(10)))

    assert len(talk.found("parsers")) == 10
    assert talk.update().is_whole


def test_only_its_owner_may_read_the_index_and_it_holds_no_sentence(talk: StoredTalk) -> None:
    talk.session("s1", "a title", "the confidential plan")
    talk.update()

    files = list(talk.folder.glob("search.db*"))
    assert {oct(path.stat().st_mode & 0o777) for path in files} == {"0o600"}
    assert not any(b"confidential plan" in path.read_bytes() for path in files)


def test_a_damaged_index_is_put_aside_and_made_anew(talk: StoredTalk) -> None:
    talk.session("s1", "about parsers")
    talk.update()
    for path in talk.folder.glob("search.db-*"):
        path.unlink()
    index_of(talk).write_bytes(b"this is no database " * 500)

    assert talk.snippets("parsers") == ["about parsers"]
    assert len(list(talk.folder.glob("search.db.damaged-*"))) == 1


def test_a_newer_version_s_index_is_left_alone_and_the_journals_are_searched(
    talk: StoredTalk,
) -> None:
    talk.session("s1", "about parsers")
    with closing(sqlite3.connect(index_of(talk), isolation_level=None)) as connection:
        connection.execute("PRAGMA user_version = 99")

    assert talk.update().note == UNUSABLE
    assert [hit.snippet for hit in talk.search.search("parsers").hits] == ["about parsers"]


def test_an_older_index_is_made_anew(talk: StoredTalk) -> None:
    talk.session("s1", "about parsers")
    talk.update()
    with closing(sqlite3.connect(index_of(talk), isolation_level=None)) as connection:
        connection.execute("PRAGMA user_version = 0")

    assert talk.snippets("parsers") == ["about parsers"]


@pytest.mark.parametrize(
    "sought", ["parsers", '"about parsers"', "role:agent read", "据库", "absent", "in:here parsers"]
)
def test_without_an_index_the_same_is_found(talk: StoredTalk, sought: str) -> None:
    talk.session("s1", "about parsers", "They read 数据库 tokens.")
    talk.session("s2", "other parsers", cwd="/other")
    search = unindexed(talk)

    assert search.bring_up_to_date(talk.told.append).note == NO_INDEX
    without = search.search(sought, here="/proj").hits
    assert {hit.message_id for hit in without} == {
        hit.message_id for hit in talk.found(sought, here="/proj")
    }


def test_progress_is_told_and_each_stop_keeps_what_was_read(
    talk: StoredTalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_update, "_BLOCK_ROWS", 1)
    monkeypatch.setattr(index_update, "_SLICE_S", 0.0)
    for number in range(4):
        talk.session(f"s{number}", f"parsers {number}")
    asked = iter([False] * 6)

    stopped = talk.search.bring_up_to_date(talk.told.append, lambda: next(asked, True))

    assert 0 < stopped.indexed < stopped.total == 4
    assert [one.indexed for one in talk.told] == list(range(stopped.indexed + 1))
    assert len(talk.search.search("parsers").hits) == stopped.indexed
    assert len(talk.found("parsers")) == 4


def test_the_newest_sessions_are_read_first(
    talk: StoredTalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_update, "_BLOCK_ROWS", 1)
    for number in range(3):
        talk.session(f"s{number}", "parsers")
        os.utime(journal_of(talk.folder, f"s{number}"), (1e9 + number, 1e9 + number))
    found: list[list[str]] = []
    search = talk.search

    search.bring_up_to_date(
        lambda _: found.append([hit.session_id for hit in search.search("parsers").hits])
    )

    assert [set(ids) for ids in found] == [set(), {"s2"}, {"s2", "s1"}, {"s2", "s1", "s0"}]


def test_two_that_bring_it_up_to_date_at_once_store_nothing_twice(talk: StoredTalk) -> None:
    talk.session("s1", "about parsers")
    other = talk.search

    # The second one comes in while the first one has read and not stored.
    talk.search.bring_up_to_date(lambda _: other.bring_up_to_date(talk.told.append))

    assert len(talk.found("parsers")) == 1
    assert rows_of(talk, "SELECT count(*) FROM messages") == [(1,)]


def test_a_search_that_nobody_waits_for_finds_nothing(talk: StoredTalk) -> None:
    talk.session("s1", "about parsers")
    talk.update()

    assert talk.search.search("parsers", is_unwanted=lambda: True).hits == ()


def test_a_journal_that_cannot_be_read_keeps_nobody_waiting(talk: StoredTalk) -> None:
    talk.session("s1", "about parsers")
    talk.session("s2", "about parsers")
    journal_of(talk.folder, "s2").write_bytes(b"no header\n")

    assert talk.update().is_whole
    assert [hit.session_id for hit in talk.found("parsers")] == ["s1"]


def test_a_session_being_written_now_is_found_as_far_as_it_is_written(talk: StoredTalk) -> None:
    journal = talk.store.create(an_info("s1"))
    talk.say(journal, "about parsers")
    with journal_of(talk.folder, "s1").open("ab") as file:
        file.write(b'{"type":"message","id":"torn')

    assert talk.snippets("parsers") == ["about parsers"]
