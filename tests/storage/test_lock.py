from __future__ import annotations

import errno
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from agent_tui.storage.lock import SessionLock, flock_now


def flock_unknown_to_this_disk(fd: int) -> None:
    raise OSError(errno.EOPNOTSUPP, "not on this disk")


def a_claim(tmp_path: Path, pid: int, host: str) -> None:
    owner = {"pid": pid, "host": host, "started": 1.0}
    (tmp_path / "lock.claim").write_text(json.dumps(owner), encoding="utf-8")


def a_dead_pid() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as program:
        program.wait()
    return program.pid


@pytest.fixture(params=["kernel", "claim file"])
def locks(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[SessionLock, SessionLock]:
    """Two that want the same folder, by either way of locking."""
    if request.param == "kernel":
        return SessionLock(tmp_path), SessionLock(tmp_path)
    return (
        SessionLock(tmp_path, flock=flock_unknown_to_this_disk),
        SessionLock(tmp_path, flock=flock_unknown_to_this_disk),
    )


def test_the_second_to_come_is_told_who_was_first(locks: tuple[SessionLock, SessionLock]) -> None:
    first, second = locks

    assert first.try_acquire() is None
    owner = second.try_acquire()

    assert owner is not None
    assert (owner.pid, owner.host) == (os.getpid(), socket.gethostname())
    assert owner.started > 0
    first.release()


def test_a_lock_is_held_and_given_back_under_another_name_of_the_folder(
    tmp_path: Path,
) -> None:
    for flock in (flock_now, flock_unknown_to_this_disk):
        before, after = tmp_path / f".{flock.__name__}", tmp_path / flock.__name__
        before.mkdir()
        holder, other = SessionLock(before, flock=flock), SessionLock(after, flock=flock)
        holder.try_acquire()

        before.rename(after)
        holder.moved_to(after)

        assert other.try_acquire() is not None
        holder.release()
        assert other.try_acquire() is None
        other.release()


def test_a_released_lock_can_be_taken_by_another(locks: tuple[SessionLock, SessionLock]) -> None:
    first, second = locks
    first.try_acquire()

    first.release()
    first.release()

    assert second.try_acquire() is None
    second.release()


def test_releasing_a_lock_that_one_does_not_have_frees_nothing(
    locks: tuple[SessionLock, SessionLock],
) -> None:
    first, second = locks
    first.try_acquire()
    second.try_acquire()

    second.release()

    assert second.try_acquire() is not None
    first.release()


def test_text_in_the_file_of_a_dead_owner_locks_nothing(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text('{"pid":1,"host":"elsewhere","started":1.0}', encoding="utf-8")
    lock = SessionLock(tmp_path)

    assert lock.try_acquire() is None
    lock.release()


def test_the_claim_of_a_dead_process_is_removed(tmp_path: Path) -> None:
    a_claim(tmp_path, a_dead_pid(), socket.gethostname())
    lock = SessionLock(tmp_path, flock=flock_unknown_to_this_disk)

    assert lock.try_acquire() is None
    lock.release()


def test_the_claim_of_another_machine_is_respected(tmp_path: Path) -> None:
    a_claim(tmp_path, a_dead_pid(), "another-machine")
    lock = SessionLock(tmp_path, flock=flock_unknown_to_this_disk)

    owner = lock.try_acquire()

    assert owner is not None
    assert owner.host == "another-machine"


@pytest.mark.parametrize("content", ["", "{", '{"pid": "x"}'])
def test_a_claim_that_names_nobody_is_removed(tmp_path: Path, content: str) -> None:
    (tmp_path / "lock.claim").write_text(content, encoding="utf-8")
    lock = SessionLock(tmp_path, flock=flock_unknown_to_this_disk)

    assert lock.try_acquire() is None
    lock.release()


@pytest.mark.parametrize("pid", [0, -1, 10**30])
def test_a_claim_with_an_impossible_process_is_removed(tmp_path: Path, pid: int) -> None:
    a_claim(tmp_path, pid, socket.gethostname())
    lock = SessionLock(tmp_path, flock=flock_unknown_to_this_disk)

    assert lock.try_acquire() is None
    lock.release()


def test_a_disk_that_fails_otherwise_is_not_taken_for_one_without_locks(tmp_path: Path) -> None:
    def broken(fd: int) -> None:
        raise OSError(errno.EIO, "broken")

    with pytest.raises(OSError, match="broken"):
        SessionLock(tmp_path, flock=broken).try_acquire()
