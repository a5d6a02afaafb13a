"""A lock beside a file that several processes change for a moment."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agent_tui.storage.atomic_write import PRIVATE_FILE_MODE
from agent_tui.storage.lock import flock_now
from agent_tui.storage.private_folder import make_private_folder

LOCK_WAIT_S = 5.0
_LOCK_POLL_S = 0.01


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep other processes from changing `path`, whose folder is made (0700). Waits up to 5 s for
    those that do. Raises `OSError`."""
    make_private_folder(path.parent)
    # A file of its own: the file itself may be replaced. It stays for good.
    name = path.with_name(f"{path.name}.lock")
    fd = os.open(name, os.O_RDWR | os.O_CREAT, PRIVATE_FILE_MODE)
    try:
        _wait_for_lock(fd)
        yield
    finally:
        os.close(fd)


def _wait_for_lock(fd: int) -> None:
    deadline = time.monotonic() + LOCK_WAIT_S
    while True:
        try:
            flock_now(fd)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_LOCK_POLL_S)
        except OSError as error:
            # A disk that cannot lock: changes are still atomic, only not merged.
            if error.errno in (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL):
                return
            raise
        else:
            return
