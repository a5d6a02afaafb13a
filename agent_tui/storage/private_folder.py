"""Folders that only their owner may enter."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path


def make_private_folder(path: Path) -> None:
    """Make `path` and every missing folder above it with mode 0700; what exists stays as it is.

    Raises `OSError`.
    """
    # Not os.makedirs: its mode counts for the last folder only, the others follow the umask.
    if path.is_dir():
        return
    make_private_folder(path.parent)
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        # Another process was faster, which is fine; a file in the way is not.
        if not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path)) from None


def check_folder(path: Path) -> None:
    """Raise `FileNotFoundError` when it is gone: moved or deleted, it must not come back with one
    file in it."""
    if not path.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))


# Some network disks and disks in user space cannot sync folders; their names are safe or not.
_UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EBADF})


def sync_folder(path: Path, *, fsync: Callable[[int], None] = os.fsync) -> None:
    """Make the names in `path` as they are now survive a power cut, where the disk can do that.
    Raises `OSError`."""
    if sys.platform == "win32":
        return  # folders cannot be opened there
    fd = os.open(path, os.O_RDONLY)
    try:
        fsync(fd)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    finally:
        os.close(fd)
