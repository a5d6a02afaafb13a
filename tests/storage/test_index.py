from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from agent_tui.errors import SessionNotFound
from agent_tui.storage.session_store import FileSessionStore
from tests.contracts.session_builders import a_prompt, an_answer, an_info
from tests.storage.places import journal_of, store_in


@pytest.fixture
def index(tmp_path: Path, store: FileSessionStore) -> Path:
    """The index of a store with one closed session, titled by its prompt "Hello"."""
    journal = store.create(an_info("abcd1111", provider="local", model="small"))
    journal.append_message(a_prompt("Hello"))
    journal.close("user")
    return tmp_path / "index.db"


def run_sql(index: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(index, isolation_level=None)) as connection:
        return connection.execute(statement).fetchall()


def titles(store: FileSessionStore) -> list[str]:
    return [info.title for info in store.sessions()]


def test_closing_a_session_puts_it_into_the_index(index: Path) -> None:
    columns = "id, cwd, title, provider, model, created, message_count"

    assert run_sql(index, f"SELECT {columns} FROM sessions") == [
        ("abcd1111", "/proj", "Hello", "local", "small", 1000.5, 1)
    ]


def test_a_fresh_row_spares_reading_the_journal(index: Path, store: FileSessionStore) -> None:
    run_sql(index, "UPDATE sessions SET title = 'from the index'")

    assert titles(store) == ["from the index"]


def test_a_stale_row_is_read_again_and_put_right(index: Path, store: FileSessionStore) -> None:
    run_sql(index, "UPDATE sessions SET title = 'old', size = size - 1")

    assert titles(store) == ["Hello"]
    assert run_sql(index, "SELECT title FROM sessions") == [("Hello",)]


def test_a_list_is_the_same_with_and_without_the_index(
    tmp_path: Path, index: Path, store: FileSessionStore
) -> None:
    from_index = store.sessions()

    index.unlink()

    assert store.sessions() == from_index
    assert index.exists()


def test_a_session_whose_folder_vanished_leaves_the_index(
    tmp_path: Path, index: Path, store: FileSessionStore
) -> None:
    journal_of(tmp_path, "abcd1111").unlink()

    assert store.sessions() == ()
    assert run_sql(index, "SELECT id FROM sessions") == []


def test_deleting_a_session_takes_it_out_of_the_index(index: Path, store: FileSessionStore) -> None:
    store.delete("abcd1111")

    assert run_sql(index, "SELECT id FROM sessions") == []


@pytest.mark.parametrize("size", [100, 8192])
def test_a_damaged_index_is_renamed_aside_and_rebuilt(
    index: Path, store: FileSessionStore, size: int
) -> None:
    index.write_bytes(b"this is no database " * (size // 20))

    assert titles(store) == ["Hello"]
    assert run_sql(index, "SELECT title FROM sessions") == [("Hello",)]
    assert len(list(index.parent.glob("index.db.damaged-*"))) == 1


def test_a_newer_version_s_index_is_left_alone(index: Path, store: FileSessionStore) -> None:
    run_sql(index, "DROP TABLE sessions")
    run_sql(index, "PRAGMA user_version = 99")

    assert titles(store) == ["Hello"]
    assert run_sql(index, "SELECT name FROM sqlite_master") == []


def test_a_busy_index_does_not_keep_sessions_from_being_listed(
    index: Path, store: FileSessionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_tui.storage.database_file.BUSY_TIMEOUT_S", 0.0)
    with closing(sqlite3.connect(index, isolation_level=None)) as other:
        other.execute("UPDATE sessions SET size = 0")
        other.execute("BEGIN EXCLUSIVE")

        assert titles(store) == ["Hello"]


def test_the_index_holds_nothing_of_what_was_said_but_the_title(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    journal = store.create(an_info("abcd1111"))
    journal.append_message(a_prompt("A title\nand a confidential second line"))
    journal.close("user")

    content = b"".join(path.read_bytes() for path in tmp_path.glob("index.db*"))
    assert b"A title" in content
    assert b"confidential" not in content


def test_an_older_version_s_index_is_made_anew(index: Path, store: FileSessionStore) -> None:
    run_sql(index, "DROP TABLE sessions")
    run_sql(index, "CREATE TABLE sessions (id TEXT PRIMARY KEY, cwd TEXT)")
    run_sql(index, "PRAGMA user_version = 1")

    assert titles(store) == ["Hello"]
    assert run_sql(index, "SELECT title FROM sessions") == [("Hello",)]


def test_lists_know_the_first_and_the_last_prompt(tmp_path: Path, store: FileSessionStore) -> None:
    journal = store.create(an_info("abcd1111"))
    for text in ("How does it begin?\nIn detail.", "And how does it end?"):
        journal.append_message(a_prompt(text))
    journal.close("user")
    from_index = store.sessions()
    (tmp_path / "index.db").unlink()

    assert store.sessions() == from_index
    (info,) = from_index
    assert (info.first_prompt, info.last_prompt) == ("How does it begin?", "And how does it end?")


def test_who_read_only_the_end_of_a_session_does_not_forget_its_first_prompt(
    index: Path, store: FileSessionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, journal = store.open("abcd1111")
    assert journal is not None
    monkeypatch.setattr(journal._facts, "first_prompt", "")
    journal.append_message(a_prompt("later"))
    journal.close("user")

    assert run_sql(index, "SELECT first_prompt, last_prompt FROM sessions") == [("Hello", "later")]


def test_a_short_list_is_the_beginning_of_the_whole_one_whatever_has_changed(
    tmp_path: Path, index: Path, store: FileSessionStore
) -> None:
    for session_id in ("ef010001", "ef010002", "ef010003"):
        journal = store.create(an_info(session_id))
        journal.append_message(a_prompt(session_id))
        journal.close("user")
    _, journal_again = store.open("ef010001")
    assert journal_again is not None
    journal_again.append_message(a_prompt("used again"))
    journal_of(tmp_path, "ef010002").write_bytes(b"no header\n")
    run_sql(index, "DELETE FROM sessions WHERE id = 'ef010003'")

    short, unreadable = store.browser.listed(2)

    assert [info.id for info in short] == ["ef010001", "ef010003"]
    assert short[0].last_prompt == "used again"
    assert unreadable == 1
    assert short == store.sessions()[:2] == store.sessions(limit=2)
    assert store.sessions(cwd="/proj", limit=9) == store.sessions()


@pytest.mark.parametrize("pads", [0, 400])  # the second is long enough to be read from its end
def test_who_renames_a_session_has_not_used_it(
    store: FileSessionStore, monkeypatch: pytest.MonkeyPatch, pads: int
) -> None:
    times = count(1_000.0)
    monkeypatch.setattr(time, "time", lambda: next(times))
    for session_id in ("ef012222", "ef013333"):
        journal = store.create(an_info(session_id))
        for _ in range(pads + 1):
            journal.append_message(a_prompt("hi " + "x" * 500))
        journal.close("user")
    before = [info.id for info in store.sessions()]

    _, renaming = store.open("ef012222", end_first=True)
    assert renaming is not None
    renaming.append_title("Another title")
    renaming.close("renamed")

    renamed = next(info for info in store.sessions() if info.id == "ef012222")
    assert renamed.title == "Another title"
    assert [info.id for info in store.sessions()] == before
    assert store.load("ef012222").info.updated == renamed.updated
    stored, again = store.open("ef012222", end_first=True)
    assert again is not None
    assert stored.info.updated == renamed.updated


def test_a_session_that_cannot_be_read_is_told_with_the_reason_and_not_read_each_time(
    tmp_path: Path, index: Path, store: FileSessionStore
) -> None:
    journal_of(tmp_path, "abcd1111").write_bytes(b"no header\n")

    assert store.sessions() == ()
    ((session_id, reason),) = store.browser.unreadable()
    assert session_id == "abcd1111"
    assert "first line of its journal is damaged" in reason
    assert run_sql(index, "SELECT problem FROM sessions") == [(reason,)]
    assert store.browser.listed(5) == ((), 1)


def test_the_end_of_a_session_is_its_last_prompt_and_what_follows(
    store: FileSessionStore,
) -> None:
    journal = store.create(an_info("abcd1111"))
    for message in (a_prompt("one"), an_answer("1"), a_prompt("two"), an_answer("2")):
        journal.append_message(message)
    journal.close("user")

    assert [one.text for one in store.browser.last_exchange("abcd1111")] == ["two", "2"]
    with pytest.raises(SessionNotFound):
        store.browser.last_exchange("absent")
