"""What stands at a path: looked at without following a link, and kept."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from io import BytesIO, FileIO
from typing import BinaryIO, cast

from agent_tui.errors import PermissionDenied
from agent_tui.protocol.checkpoint_ports import MAX_KEPT_BYTES, ContentStore, FoundFile
from agent_tui.protocol.checkpoints import FileKind, FileState
from agent_tui.tools.files.disk.folder import Folder, open_folder
from agent_tui.tools.files.rewinding.obstacles import (
    FOLDER_IS_LINK,
    NOT_A_FILE,
    refused_by_system,
)

_PIECE = 1 << 20


def look(path: str, *, keep_in: ContentStore | None = None, has_limit: bool = True) -> FoundFile:
    """See `WorkspaceFiles`."""

    def found(folder: Folder, name: str) -> FoundFile:
        status = folder.status(name)
        if stat.S_ISLNK(status.st_mode):
            target = os.fsencode(folder.read_link(name))
            seen = glanced(status)
            return _kept(seen, BytesIO(target), len(target), keep_in, has_limit)
        if not stat.S_ISREG(status.st_mode):
            return glanced(status)
        with FileIO(folder.open(name, os.O_RDONLY)) as file:
            seen = glanced(os.fstat(file.fileno()))  # of the same file, whatever its name is now
            if seen.obstacle or seen.state.size > MAX_KEPT_BYTES:
                return seen
            return _kept(seen, cast(BinaryIO, file), seen.state.size, keep_in, has_limit)

    return _found(path, found)


def glance(path: str) -> FoundFile:
    """See `WorkspaceFiles`."""
    return _found(path, lambda folder, name: glanced(folder.status(name)))


def glanced(status: os.stat_result) -> FoundFile:
    """A file by its status, without its content."""
    if stat.S_ISLNK(status.st_mode):
        state = FileState(kind=FileKind.SYMLINK, size=status.st_size)
        return FoundFile(state=state, identity=_identity(status))
    if not stat.S_ISREG(status.st_mode):
        return FoundFile(state=FileState(kind=FileKind.OTHER), obstacle=NOT_A_FILE)
    mode = stat.S_IMODE(status.st_mode)
    state = FileState(kind=FileKind.FILE, mode=mode, size=status.st_size)
    return FoundFile(state=state, identity=_identity(status))


def _found(path: str, read: Callable[[Folder, str], FoundFile]) -> FoundFile:
    folder_path, name = os.path.split(path)
    try:
        with open_folder(folder_path) as folder:
            return read(folder, name)
    except FileNotFoundError:
        return FoundFile(state=FileState(), missing_folders=_missing_folders(folder_path))
    except PermissionDenied:
        return FoundFile(state=FileState(kind=FileKind.OTHER), obstacle=FOLDER_IS_LINK)
    except OSError as error:
        obstacle = refused_by_system(error)
        return FoundFile(state=FileState(kind=FileKind.OTHER), obstacle=obstacle)


def _kept(
    seen: FoundFile, file: BinaryIO, size: int, keep_in: ContentStore | None, has_limit: bool
) -> FoundFile:
    digest, is_kept, failure = "", False, ""
    if keep_in is not None:
        try:
            digest, is_kept = keep_in.add(file, size, has_limit=has_limit)
        except OSError as error:
            failure = refused_by_system(error)
            file.seek(0)
    if not digest:
        digest = _digest(file)
    state = seen.state
    return FoundFile(
        state=FileState(
            kind=state.kind, digest=digest, mode=state.mode, size=size, is_kept=is_kept
        ),
        identity=seen.identity,
        is_over_limit=keep_in is not None and not is_kept and not failure,
        keeping_failed=failure,
    )


def _digest(file: BinaryIO) -> str:
    import hashlib  # late: it loads OpenSSL

    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _missing_folders(folder: str) -> tuple[str, ...]:
    missing: list[str] = []
    while not os.path.lexists(folder):
        missing.insert(0, folder)
        folder = os.path.dirname(folder)
    return tuple(missing)


def _identity(status: os.stat_result) -> tuple[int, ...]:
    """Changes with every write, and with every change of the mode."""
    times = status.st_mtime_ns, status.st_ctime_ns
    return status.st_dev, status.st_ino, status.st_size, *times
