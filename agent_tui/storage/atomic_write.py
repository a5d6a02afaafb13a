"""The one atomic writer: a file is either the old one or the new one, never half of it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from agent_tui.protocol.ids import new_id
from agent_tui.storage.private_folder import make_private_folder, sync_folder

PRIVATE_FILE_MODE = 0o600


def write_atomically(path: Path, content: bytes) -> None:
    """Replace `path` by a file with `content` and mode 0600, safe against crash and power cut.

    Missing folders are made (0700). A link is followed: its target is replaced, the link stays.
    Raises `OSError`; the former file is untouched then.
    """
    target = Path(os.path.realpath(path))
    make_private_folder(target.parent)
    # In the same folder, because a rename is atomic only inside one file system.
    temporary = target.with_name(f".{target.name}.{new_id()}.tmp")
    try:
        _write_and_sync(temporary, content)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(target.parent)


def _write_and_sync(path: Path, content: bytes) -> None:
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, PRIVATE_FILE_MODE)
    with os.fdopen(fd, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(fd)


_BINARY = getattr(os, "O_BINARY", 0)  # Windows would turn "\n" into "\r\n" without it
