"""The file of one journal: whole lines go in, or nothing does."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from agent_tui.storage.atomic_write import PRIVATE_FILE_MODE
from agent_tui.storage.disk_failures import disk_failures
from agent_tui.storage.private_folder import sync_folder

_FLAGS = os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0)
_sync_data = getattr(os, "fdatasync", os.fsync)  # not on macOS and Windows


class JournalFile:
    """Appends lines to one file. One writer (the session's lock sees to it), one thread at a time;
    `sync` may run beside `append`, not beside `close`.

    Every failure is `SessionStorageFailed`; the next call tries again.
    """

    def __init__(self, path: Path, *, session_id: str = "") -> None:
        """Open an existing journal."""
        self._path, self._session_id = path, session_id
        self._fd: int | None = None
        self._may_be_torn = True
        with self._failures():
            self._open()

    @classmethod
    def create(cls, path: Path, first_lines: bytes, *, session_id: str = "") -> JournalFile:
        """Make a new journal (0600) that begins with `first_lines`, and sync it with its folder."""
        with disk_failures(path, session_id=session_id):
            os.close(os.open(path, _FLAGS | os.O_CREAT | os.O_EXCL, PRIVATE_FILE_MODE))
            journal = cls(path, session_id=session_id)
            try:
                journal.append(first_lines)
                journal.sync()
                sync_folder(path.parent)
            except BaseException:
                journal.close()
                raise
        return journal

    @property
    def size(self) -> int:
        """Bytes in the file. Raises `SessionStorageFailed`."""
        with self._failures():
            return os.fstat(self._usable_fd()).st_size

    def append(self, lines: bytes) -> None:
        """Write whole lines and hand them to the operating system. All of them, or none."""
        with self._failures():
            fd = self._usable_fd()
            if self._may_be_torn and not _ends_with_newline(fd):
                lines = b"\n" + lines
            self._may_be_torn = True
            self._write_all(fd, lines)
            self._may_be_torn = False

    def sync(self) -> None:
        """Wait until what was appended is on the disk."""
        if self._fd is not None:
            with self._failures():
                _sync_data(self._fd)

    def close(self) -> None:
        """Close the file, without syncing. May be called twice."""
        if self._fd is not None:
            fd, self._fd = self._fd, None
            with contextlib.suppress(OSError):
                os.close(fd)

    def _usable_fd(self) -> int:
        # A file that somebody removed still takes what is written to it, and nobody ever finds it.
        if self._fd is not None and not _has_name(self._fd):
            self.close()
        return self._open() if self._fd is None else self._fd

    def _open(self) -> int:
        # Without O_CREAT: a journal that vanished must not come back without its header.
        self._fd = os.open(self._path, _FLAGS)
        return self._fd

    def _write_all(self, fd: int, lines: bytes) -> None:
        size = os.fstat(fd).st_size
        rest = memoryview(lines)
        try:
            while rest:
                rest = rest[os.write(fd, rest) :]
        except OSError:
            # A full disk takes the first half of a line: give it back. If that fails too, the next
            # append ends the torn line first.
            with contextlib.suppress(OSError):
                os.ftruncate(fd, size)
            raise

    def _failures(self) -> contextlib.AbstractContextManager[None]:
        return disk_failures(self._path, session_id=self._session_id)


def _has_name(fd: int) -> bool:
    return os.fstat(fd).st_nlink > 0


def _ends_with_newline(fd: int) -> bool:
    # Not by its path: the folder may have been moved.
    if os.fstat(fd).st_size == 0:
        return True
    os.lseek(fd, -1, os.SEEK_END)
    return os.read(fd, 1) == b"\n"
