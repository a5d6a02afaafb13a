"""What disks, copies and crashes can do to a session, each with its outcome. What is damaged inside
a journal is in `test_damaged_journals.py`."""

from __future__ import annotations

import errno
import json
import os
import shutil
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from agent_tui.errors import SessionStorageFailed
from agent_tui.storage.atomic_write import write_atomically
from agent_tui.storage.lock import CLAIM_NAME, SessionLock
from agent_tui.storage.lock_owner import LockOwner, birth_of, this_process
from agent_tui.storage.private_folder import sync_folder
from agent_tui.storage.session_store import FileSessionStore
from tests.contracts.session_builders import a_prompt, an_answer, an_info
from tests.storage.places import journal_of, store_in

ID = "abcd1111"


@pytest.fixture
def path(tmp_path: Path, store: FileSessionStore) -> Path:
    """The journal of a closed session with two messages: one, two."""
    journal = store.create(an_info(ID))
    journal.append_message(a_prompt("one"))
    journal.append_message(an_answer("two"))
    journal.close("user")
    return journal_of(tmp_path, ID)


def texts_in(store: FileSessionStore, session_id: str = ID) -> list[str]:
    return [message.text for message in store.load(session_id).messages]


def flock_unknown_to_this_disk(fd: int) -> None:
    raise OSError(errno.EOPNOTSUPP, "not on this disk")


def test_a_tail_of_zeros_from_a_power_cut_costs_nothing_before_it_and_is_kept(
    store: FileSessionStore, path: Path
) -> None:
    path.write_bytes(path.read_bytes() + b"\0" * 4096)
    found = path.read_bytes()

    stored, journal = store.open(ID)
    assert journal is not None
    journal.append_message(a_prompt("three"))
    journal.close("user")

    assert "1 unreadable line was skipped" in stored.notes[0]
    assert texts_in(store) == ["one", "two", "three"]
    (copy,) = path.parent.glob("journal.jsonl.damaged-*")
    assert copy.read_bytes() == found


def test_a_clock_that_went_back_changes_no_order(
    store: FileSessionStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: 1.0)
    stored, journal = store.open(ID)
    assert journal is not None
    journal.append_message(a_prompt("three"))
    journal.append_title("From the past")
    journal.close("user")

    again = store.load(ID)
    assert [message.text for message in again.messages] == ["one", "two", "three"]
    assert again.info.title == "From the past"
    assert again.notes == stored.notes == ()


def test_a_copied_folder_is_a_session_of_its_own_that_nobody_has_locked(
    tmp_path: Path, store: FileSessionStore, path: Path
) -> None:
    _, journal = store.open(ID)
    assert journal is not None
    shutil.copytree(path.parent, path.parent.with_name("copy2222"))

    copied, its_journal = store.open("copy2222")
    assert its_journal is not None
    its_journal.append_message(a_prompt("only in the copy"))
    journal.append_message(a_prompt("only in the first"))
    for one in (journal, its_journal):
        one.close("user")

    assert copied.info.id == "copy2222"
    assert texts_in(store, "copy2222") == ["one", "two", "only in the copy"]
    assert texts_in(store) == ["one", "two", "only in the first"]


def test_a_folder_that_is_moved_while_it_is_open_is_written_on_where_it_is(
    store: FileSessionStore, path: Path
) -> None:
    _, journal = store.open(ID)
    assert journal is not None
    moved = path.parent.with_name("moved333")
    path.parent.rename(moved)

    journal.append_message(a_prompt("three"))
    for write in (lambda: journal.save_draft("x"), lambda: journal.save_blob("a", b"x")):
        with pytest.raises(SessionStorageFailed, match="it is not there any more"):
            write()

    assert not path.parent.exists()
    assert texts_in(store, "moved333") == ["one", "two", "three"]
    assert store.open("moved333")[1] is None  # its writer lives
    journal.close("user")


def test_a_disk_that_cannot_sync_folders_is_good_enough(tmp_path: Path) -> None:
    def unsupported(fd: int) -> None:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    def broken(fd: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    sync_folder(tmp_path, fsync=unsupported)
    with pytest.raises(OSError, match="Input/output error"):
        sync_folder(tmp_path, fsync=broken)


def test_a_disk_without_hard_links_is_good_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    store = store_in(tmp_path)
    journal = store.create(an_info(ID))
    journal.append_message(a_prompt("one"))
    journal.save_draft("unsent")
    journal.close("user")

    assert (texts_in(store), store.load(ID).draft) == (["one"], "unsent")


@pytest.mark.parametrize("name", ["draft.txt", "draft.json", "index.db"])
def test_a_folder_where_a_file_should_be_keeps_no_session_shut(
    tmp_path: Path, store: FileSessionStore, path: Path, name: str
) -> None:
    place = tmp_path / name if name == "index.db" else path.parent / name
    place.unlink(missing_ok=True)
    (place / "inside").mkdir(parents=True)

    stored, journal = store.open(ID)

    assert journal is not None
    assert [message.text for message in stored.messages] == ["one", "two"]
    assert [info.id for info in store_in(tmp_path).sessions()] == [ID]
    journal.close("user")
    assert (place / "inside").is_dir()


def test_a_folder_where_the_draft_should_be_is_told_and_not_removed(
    store: FileSessionStore, path: Path
) -> None:
    (path.parent / "draft.txt" / "inside").mkdir(parents=True)
    _, journal = store.open(ID)
    assert journal is not None

    with pytest.raises(SessionStorageFailed, match="a folder stands where a file should be"):
        journal.save_draft("unsent")

    assert (path.parent / "draft.txt" / "inside").is_dir()
    assert not list(path.parent.glob(".*.tmp"))
    journal.close("user")


def test_a_folder_where_the_lock_should_be_is_told(store: FileSessionStore, path: Path) -> None:
    (path.parent / "lock").unlink(missing_ok=True)
    (path.parent / "lock").mkdir()

    with pytest.raises(SessionStorageFailed, match="a folder stands where a file should be"):
        store.open(ID)

    assert texts_in(store) == ["one", "two"]


def test_a_line_longer_than_what_is_read_of_the_end_is_a_message_like_others(
    store: FileSessionStore, path: Path
) -> None:
    huge = "x" * 5_000_000
    _, journal = store.open(ID)
    assert journal is not None
    journal.append_message(a_prompt(huge))
    journal.append_message(an_answer("after it"))
    journal.close("user")

    stored, journal = store.open(ID, end_first=True)
    assert journal is not None
    journal.close("user")

    assert [len(message.text) for message in stored.messages] == [3, 3, len(huge), 8]


def test_a_write_that_fails_half_way_leaves_the_former_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(fd: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    write_atomically(tmp_path / "a", b"former")
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="No space left"):
        write_atomically(tmp_path / "a", b"new")

    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("a", b"former")]


def a_claim(folder: Path, owner: LockOwner) -> None:
    fields = {name: getattr(owner, name) for name in owner.__struct_fields__}
    (folder / CLAIM_NAME).write_text(json.dumps(fields))


def test_the_claim_of_a_process_whose_number_another_one_has_now_is_removed(
    tmp_path: Path,
) -> None:
    me = this_process()
    former = LockOwner(pid=me.pid, host=me.host, started=1.0, birth=f"{me.birth}0")
    a_claim(tmp_path, former)

    assert SessionLock(tmp_path, flock=flock_unknown_to_this_disk).try_acquire() is None


@pytest.mark.parametrize("says_birth", [True, False])
def test_the_claim_of_a_process_that_lives_is_respected(
    tmp_path: Path, *, says_birth: bool
) -> None:
    birth = birth_of(os.getpid()) if says_birth else ""
    a_claim(tmp_path, LockOwner(pid=os.getpid(), host=socket.gethostname(), birth=birth))

    owner = SessionLock(tmp_path, flock=flock_unknown_to_this_disk).try_acquire()

    assert owner is not None
    assert owner.pid == os.getpid()


def test_of_two_that_find_a_dead_claim_only_one_gets_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_claim(tmp_path, LockOwner(pid=2**22 + 1, host=socket.gethostname(), started=1.0))
    slow, fast = (SessionLock(tmp_path, flock=flock_unknown_to_this_disk) for _ in range(2))
    rename = os.rename

    def after_the_other(*arguments: Path) -> None:
        monkeypatch.setattr(os, "rename", rename)
        assert fast.try_acquire() is None
        rename(*arguments)

    monkeypatch.setattr(os, "rename", after_the_other)

    owner = slow.try_acquire()
    assert owner is not None
    assert owner.pid == os.getpid()
    third = SessionLock(tmp_path, flock=flock_unknown_to_this_disk)
    assert third.try_acquire() is not None
    fast.release()
    assert third.try_acquire() is None


@pytest.mark.parametrize(
    "use",
    [lambda store: store.open(ID), lambda store: store.load(ID), lambda store: store.sessions()],
)
def test_reading_changes_nothing_of_a_session(
    store: FileSessionStore, path: Path, use: Callable[[FileSessionStore], object]
) -> None:
    before = path.read_bytes()

    use(store)

    assert path.read_bytes() == before
