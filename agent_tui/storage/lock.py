"""One writer per session, over all processes."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

from agent_tui.protocol.ids import new_id
from agent_tui.storage.atomic_write import PRIVATE_FILE_MODE
from agent_tui.storage.lock_owner import LockOwner, read_owner, this_process, write_owner

LOCK_NAME = "lock"
CLAIM_NAME = "lock.claim"  # only where the kernel cannot lock files

_UNSUPPORTED = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL})


def flock_now(fd: int) -> None:
    """Take the kernel's lock. Raises `BlockingIOError` when another has it, else `OSError`."""
    if sys.platform == "win32":
        raise OSError(errno.EOPNOTSUPP, "no flock on this system")
    import fcntl  # not on Windows

    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


class SessionLock:
    """The right to write one session's folder, until `release` or the death of the process.

    The kernel holds the lock, so a dead process never leaves one behind; the text in the file is
    only for telling who it is. Where the kernel cannot (Windows, some network disks), a claim file
    stands for the lock: a dead owner's claim is removed, one of another machine is respected.
    """

    def __init__(self, folder: Path, *, flock: Callable[[int], None] = flock_now) -> None:
        self._path = folder / LOCK_NAME
        self._claim = folder / CLAIM_NAME
        self._flock = flock
        self._fd: int | None = None
        self._has_claim = False

    def try_acquire(self) -> LockOwner | None:
        """Take the lock without waiting. None: it is ours; else who has it. Raises `OSError`."""
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE_MODE)
        try:
            self._flock(fd)
        except BlockingIOError:
            os.close(fd)
            return read_owner(self._path) or LockOwner()
        except OSError as error:
            os.close(fd)
            if error.errno in _UNSUPPORTED:
                return self._try_claim()
            raise
        self._fd = fd
        with contextlib.suppress(OSError):  # a full disk must not keep a session closed
            write_owner(fd, this_process())
        return None

    def release(self) -> None:
        """Give the lock back. May be called twice."""
        if self._fd is not None:
            # The file stays: removing it would let two processes lock two files of the same name.
            fd, self._fd = self._fd, None
            with contextlib.suppress(OSError):
                os.ftruncate(fd, 0)
            os.close(fd)
        if self._has_claim:
            self._has_claim = False
            with contextlib.suppress(OSError):
                self._claim.unlink()

    def moved_to(self, folder: Path) -> None:
        """The folder has another name now; the lock is held as before."""
        self._path, self._claim = folder / LOCK_NAME, folder / CLAIM_NAME

    def _put_aside(self, dead: LockOwner | None) -> LockOwner | None:
        """Remove the claim of a dead owner. Another process may do the same and be faster: then its
        new claim is what was taken away, and is put back; returns its owner."""
        aside = self._claim.with_name(f".{CLAIM_NAME}.{new_id()}")
        try:
            os.rename(self._claim, aside)
        except FileNotFoundError:
            return None
        owner = read_owner(aside)
        if owner == dead:
            aside.unlink()
            return None
        os.replace(aside, self._claim)
        return owner or LockOwner()

    def _try_claim(self) -> LockOwner | None:
        # A claim without a readable owner was left by a crash between making and writing it.
        owner = read_owner(self._claim)
        if owner is not None and owner.may_be_alive:
            return owner
        if (faster := self._put_aside(owner)) is not None:
            return faster
        try:
            fd = os.open(self._claim, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE_MODE)
        except FileExistsError:
            return read_owner(self._claim) or LockOwner()
        self._has_claim = True
        try:
            write_owner(fd, this_process())
        finally:
            os.close(fd)
        return None
