from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from agent_tui.errors import SessionStorageFailed
from agent_tui.storage.journal.journal_file import JournalFile
from agent_tui.storage.session_store import FileSessionStore
from tests.contracts.session_builders import a_prompt, an_info
from tests.storage.places import journal_of, start_program, store_in

FULL_DISK_PROGRAM = """
import resource
from agent_tui.errors import SessionStorageFailed
journal = store.create(an_info("abcd1111"))
unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, unlimited[1]))
saved = 0
try:
    while True:
        journal.append_message(a_prompt(f"message {saved} " + "x" * 300))
        saved += 1
except SessionStorageFailed as error:
    print(error)
content = (Path(sys.argv[1]) / "sessions/abcd1111/journal.jsonl").read_bytes()
print("whole lines" if content.endswith(b"}\\n") and len(content) > 4_000 else content[-50:])
resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
journal.append_message(a_prompt("there is room again"))
print(saved)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are POSIX")
def test_a_line_that_only_half_fits_is_given_back_and_the_next_append_works(
    tmp_path: Path,
) -> None:
    program = start_program(FULL_DISK_PROGRAM, tmp_path)
    shown, _ = program.communicate()
    error, content, saved = shown.splitlines()

    stored = store_in(tmp_path).load("abcd1111")

    assert "journal.jsonl: the file has reached the largest size allowed" in error
    assert content == "whole lines"
    assert len(stored.messages) == int(saved) + 1
    assert stored.messages[-1].text == "there is room again"
    assert stored.notes == ()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_in_plain_words() -> None:
    journal = JournalFile(Path("/dev/full"), session_id="abcd1111")

    with pytest.raises(SessionStorageFailed) as raised:
        journal.append(b"{}\n")

    assert str(raised.value) == (
        "Cannot write /dev/full: the disk is full. "
        "Free some space and go on; until then the conversation is kept in memory only."
    )
    assert raised.value.session_id == "abcd1111"
    journal.close()


def test_a_journal_that_was_removed_is_reported_and_not_made_anew(
    tmp_path: Path, store: FileSessionStore
) -> None:
    journal = store.create(an_info("abcd1111"))
    path = journal_of(tmp_path, "abcd1111")
    path.unlink()

    for _ in range(2):
        with pytest.raises(SessionStorageFailed, match="it is not there any more"):
            journal.append_message(a_prompt("lost?"))

    assert not path.exists()


def test_a_journal_that_came_back_is_written_again(tmp_path: Path, store: FileSessionStore) -> None:
    journal = store.create(an_info("abcd1111"))
    path = journal_of(tmp_path, "abcd1111")
    content = path.read_bytes()
    path.unlink()
    with pytest.raises(SessionStorageFailed):
        journal.append_message(a_prompt("too early"))
    path.write_bytes(content)

    journal.append_message(a_prompt("in time"))

    assert [one.text for one in store.load("abcd1111").messages] == ["in time"]


def test_closing_without_a_file_frees_the_session_all_the_same(
    tmp_path: Path, store: FileSessionStore
) -> None:
    journal = store.create(an_info("abcd1111"))
    path = journal_of(tmp_path, "abcd1111")
    content = path.read_bytes()
    path.unlink()

    with pytest.raises(SessionStorageFailed):
        journal.close("user")

    path.write_bytes(content)
    assert store.open("abcd1111")[1] is not None


def test_each_append_is_one_whole_line_for_other_readers(
    tmp_path: Path, store: FileSessionStore
) -> None:
    journal = store.create(an_info("abcd1111"))
    path = journal_of(tmp_path, "abcd1111")

    for number in range(3):
        before = path.stat().st_size
        journal.append_message(a_prompt(f"message\n{number}"))
        added = path.read_bytes()[before:]
        assert added.endswith(b"\n")
        assert added.count(b"\n") == 1


@pytest.mark.parametrize("blocked", ["data", "data/sessions"])
def test_a_folder_that_cannot_be_made_is_a_storage_failure(tmp_path: Path, blocked: str) -> None:
    path = tmp_path / blocked
    path.parent.mkdir(exist_ok=True)
    path.write_text("a file in the way", encoding="utf-8")

    with pytest.raises(SessionStorageFailed, match=r"Cannot write .*/sessions/abcd1111: "):
        store_in(tmp_path / "data").create(an_info("abcd1111"))


def test_a_sessions_folder_that_is_a_file_cannot_be_listed(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("a file in the way", encoding="utf-8")

    with pytest.raises(SessionStorageFailed, match="a part of the path is a file and not a folder"):
        store_in(tmp_path).sessions()


def test_a_journal_that_is_a_folder_is_no_session_and_harms_no_other(
    tmp_path: Path, store: FileSessionStore
) -> None:
    store.create(an_info("ff002222"))
    journal_of(tmp_path, "abcd1111").mkdir(parents=True)

    assert [info.id for info in store.sessions()] == ["ff002222"]


def test_a_read_only_folder_is_a_storage_failure_and_leaves_nothing(tmp_path: Path) -> None:
    sessions = tmp_path / "sessions"
    sessions.mkdir(mode=0o555)
    if os.access(sessions, os.W_OK):
        pytest.skip("this user may write everywhere")

    with pytest.raises(SessionStorageFailed, match="there is no permission"):
        store_in(tmp_path).create(an_info("abcd1111"))

    assert list(sessions.iterdir()) == []
