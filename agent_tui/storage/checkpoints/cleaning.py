"""Removes the contents that sessions keep of files before they were changed."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

from agent_tui.protocol.checkpoint_ports import CHECKPOINTS_NAME
from agent_tui.storage.disk_failures import disk_failures
from agent_tui.storage.lock import SessionLock


def kept_bytes(session: Path) -> int:
    """What cleaning would free in a session's folder. Raises `SessionStorageFailed`."""
    with disk_failures(session, action="read", session_id=session.name):
        return sum(_freed_bytes(path) for path in _contents(session))


def clean(session: Path) -> Generator[int, None, None]:
    """Remove contents one by one; gives for each the bytes that became free.

    May be left at any point: what is left can still be put back, and of what is gone a rewind says
    so. Nothing happens when another process has the session open, see `is_open`. Raises
    `SessionStorageFailed`.
    """
    lock = SessionLock(session)
    with disk_failures(session, action="delete", session_id=session.name):
        if lock.try_acquire() is not None:
            return
        try:
            for path in list(_contents(session)):
                freed = _freed_bytes(path)
                path.unlink(missing_ok=True)
                yield freed
        finally:
            lock.release()


def is_open(session: Path) -> bool:
    """Some process has the session open now. Raises `SessionStorageFailed`."""
    lock = SessionLock(session)
    with disk_failures(session, action="read", session_id=session.name):
        owner = lock.try_acquire()
    lock.release()
    return owner is not None


def _contents(session: Path) -> Iterator[Path]:
    folder = session / CHECKPOINTS_NAME
    return folder.iterdir() if folder.is_dir() else iter(())


def _freed_bytes(path: Path) -> int:
    status = path.lstat()
    # A fork shares its contents with the session that it came from; the last name frees them.
    return status.st_size if status.st_nlink == 1 else 0
