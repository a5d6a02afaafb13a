"""A file that is new, whole and the user's alone, or not there at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from agent_tui.protocol.ids import new_id

_MODE = 0o600


def write_new_file(path: Path, pieces: Iterable[bytes]) -> int:
    """Write `pieces` to a file that must not exist yet; returns its size. When `pieces` raises, or
    the disk refuses, nothing is left. Raises `OSError`, `FileExistsError`."""
    if os.path.lexists(path):
        raise FileExistsError(path)
    temporary = path.with_name(f".{path.name}.{new_id()}.tmp")
    try:
        fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
        size = 0
        with os.fdopen(fd, "wb") as file:
            for piece in pieces:
                size += file.write(piece)
            file.flush()
            os.fsync(fd)
        _give_name(temporary, path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    return size


def _give_name(temporary: Path, path: Path) -> None:
    """Never in place of another file, which may have come meanwhile."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        # A disk that knows no second names: the name is taken first, then given away.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE))
        os.replace(temporary, path)
