from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent_tui.errors import SessionCorrupt
from agent_tui.storage.session_store import FileSessionStore
from tests.contracts.session_builders import a_prompt, an_answer, an_info
from tests.storage.places import journal_of

ID = "abcd1111"

BAD_LINES = {
    "not JSON": b"hello",
    "wrong shape": b'{"type":"message","id":"x","message":{"id":7}}',
    "an unknown role": b'{"type":"message","id":"x","message":{"id":"m","role":"x","parts":[]}}',
    "no id": b'{"type":"title","title":"x"}',
    "not an object": b"[1,2]",
    "invalid UTF-8": b'{"type":"title","id":"x","title":"\xff\xfe"}',
    "NUL bytes": b"\x00" * 700,
    "half a surrogate pair": b'{"type":"title","id":"x","title":"\\ud800"}',
    "absurd nesting": b"[" * 100_000,
    "a second header": b'{"type":"session","version":1,"id":"x"}',
}


@pytest.fixture
def path(tmp_path: Path, store: FileSessionStore) -> Path:
    """A closed session with three messages: one, two, three."""
    journal = store.create(an_info(ID))
    for text in ("one", "two", "three"):
        journal.append_message(a_prompt(text))
    journal.close("user")
    return journal_of(tmp_path, ID)


def texts_of(store: FileSessionStore) -> list[str]:
    return [message.text for message in store.load(ID).messages]


def insert_line(path: Path, line: bytes, *, at: int) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:at], line + b"\n", *lines[at:]]))


def damaged_copies(path: Path) -> list[Path]:
    return list(path.parent.glob("journal.jsonl.damaged-*"))


@pytest.mark.parametrize("bad", BAD_LINES.values(), ids=BAD_LINES.keys())
def test_a_bad_line_costs_only_itself_and_is_reported(
    store: FileSessionStore, path: Path, bad: bytes
) -> None:
    insert_line(path, bad, at=2)

    stored = store.load(ID)

    assert [message.text for message in stored.messages] == ["one", "two", "three"]
    assert stored.notes == ("Session abcd1111: 1 unreadable line was skipped.",)


def test_a_message_that_became_unreadable_does_not_hide_those_before_it(
    store: FileSessionStore, path: Path
) -> None:
    path.write_bytes(path.read_bytes().replace(b'"two"', b'"two'))

    assert texts_of(store) == ["one", "three"]


def test_a_repeated_line_counts_once(store: FileSessionStore, path: Path) -> None:
    second = path.read_bytes().splitlines()[2]
    insert_line(path, second, at=4)

    stored = store.load(ID)

    assert [message.text for message in stored.messages] == ["one", "two", "three"]
    assert stored.notes == ("Session abcd1111: 1 repeated line was skipped.",)


def test_empty_lines_and_foreign_line_ends_are_no_damage(
    store: FileSessionStore, path: Path
) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n\n"))

    assert texts_of(store) == ["one", "two", "three"]
    assert store.load(ID).notes == ()


def test_opening_for_writing_keeps_the_damaged_file_first(
    store: FileSessionStore, path: Path
) -> None:
    insert_line(path, b"hello", at=2)
    insert_line(path, b"hello", at=3)
    damaged = path.read_bytes()

    stored, journal = store.open(ID)

    (copy,) = damaged_copies(path)
    assert copy.read_bytes() == damaged
    assert copy.stat().st_mode & 0o777 == 0o600
    assert journal is not None
    assert stored.notes == (
        f"Session abcd1111: 2 unreadable lines were skipped; the file as it was is kept as "
        f"{copy.name}.",
    )


def test_the_same_damage_is_reported_and_copied_only_once(
    store: FileSessionStore, path: Path
) -> None:
    insert_line(path, b"hello", at=2)
    _, journal = store.open(ID)
    assert journal is not None
    journal.append_message(an_answer("four"))
    journal.close("user")

    stored, _ = store.open(ID)

    assert [message.text for message in stored.messages] == ["one", "two", "three", "four"]
    assert stored.notes == ()
    assert len(damaged_copies(path)) == 1


def test_new_damage_is_reported_again(store: FileSessionStore, path: Path) -> None:
    insert_line(path, b"hello", at=2)
    _, journal = store.open(ID)
    assert journal is not None
    journal.close("user")
    with path.open("ab") as file:
        file.write(b"hello again\n")

    stored, _ = store.open(ID)

    assert stored.notes[0].startswith("Session abcd1111: 1 unreadable line was skipped")
    assert len(damaged_copies(path)) == 2


def test_a_torn_tail_is_ended_before_the_next_line(store: FileSessionStore, path: Path) -> None:
    with path.open("ab") as file:
        file.write(b'{"type":"message","id":"e9","mess')

    stored, journal = store.open(ID)
    assert journal is not None
    journal.append_message(an_answer("four"))

    assert "1 unreadable line was skipped" in stored.notes[0]
    assert texts_of(store) == ["one", "two", "three", "four"]


def test_a_reader_does_not_call_a_line_damaged_that_is_being_written(
    store: FileSessionStore, path: Path
) -> None:
    with path.open("ab") as file:
        file.write(b'{"type":"message","id":"e9","mess')

    assert store.load(ID).notes == ()


def test_a_last_line_that_lacks_only_its_newline_is_whole(
    store: FileSessionStore, path: Path
) -> None:
    path.write_bytes(path.read_bytes().rstrip(b"\n"))

    stored, journal = store.open(ID)
    assert journal is not None
    journal.append_message(an_answer("four"))

    assert stored.notes == ()
    assert texts_of(store) == ["one", "two", "three", "four"]


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"\x00" * 4096, b'{"type":"ses', b'{"type":"title","version":1}\n']
)
def test_without_a_readable_header_nothing_is_trusted_or_changed(
    store: FileSessionStore, path: Path, content: bytes
) -> None:
    path.write_bytes(content)

    for use in (store.open, store.load):
        with pytest.raises(SessionCorrupt, match="Session abcd1111 cannot be read") as raised:
            use(ID)
        assert raised.value.line == 1

    assert path.read_bytes() == content
    assert store.sessions() == ()


def test_a_corrupt_session_can_be_found_and_deleted(store: FileSessionStore, path: Path) -> None:
    path.write_bytes(b"")

    store.delete(store.resolve("abcd"))

    assert not path.parent.exists()


def test_the_last_entry_s_parents_are_the_history(store: FileSessionStore, path: Path) -> None:
    """What a later version may write: its entry follows an older one."""
    one = json.loads(path.read_bytes().splitlines()[1])["id"]
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"type": "elsewhere", "id": "e9", "parent": one, "ts": 9.0}) + "\n")

    stored, journal = store.open(ID)
    assert journal is not None
    journal.append_message(an_answer("other two"))

    assert [message.text for message in stored.messages] == ["one"]
    assert stored.notes == ()
    assert texts_of(store) == ["one", "other two"]


def test_an_entry_may_go_back_to_the_beginning(store: FileSessionStore, path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"type": "elsewhere", "id": "e9", "parent": ID, "ts": 9.0}) + "\n")

    assert texts_of(store) == []


def test_an_entry_that_names_no_parent_follows_the_line_before(
    store: FileSessionStore, path: Path
) -> None:
    with path.open("ab") as file:
        file.write(b'{"type":"mood","id":"e9"}\n')

    assert texts_of(store) == ["one", "two", "three"]


def test_a_newer_version_s_session_opens_read_only(store: FileSessionStore, path: Path) -> None:
    newer = path.read_bytes().replace(b'"version":1', b'"version":2')
    path.write_bytes(newer + b'{"what":"is this"}\n')

    stored, journal = store.open(ID)

    assert journal is None
    assert stored.info.is_read_only
    assert [message.text for message in stored.messages] == ["one", "two", "three"]
    assert stored.notes == (
        "Session abcd1111 was written by a newer version of agent-tui (file format 2, this version "
        "knows 1). It opens read-only. 1 unknown line could not be shown. "
        "Update agent-tui to go on with it.",
    )
    assert damaged_copies(path) == []


def test_reading_a_newer_version_s_session_does_not_keep_it_locked(
    store: FileSessionStore, path: Path
) -> None:
    path.write_bytes(path.read_bytes().replace(b'"version":1', b'"version":2'))
    store.open(ID)

    store.delete(ID)

    assert not path.exists()


def test_a_newer_header_need_not_look_like_ours(store: FileSessionStore, path: Path) -> None:
    path.write_bytes(b'{"type":"session","version":9,"cwd":{"host":"a"},"created":"now"}\n')

    stored, journal = store.open(ID)

    assert journal is None
    assert "file format 9" in stored.notes[0]
