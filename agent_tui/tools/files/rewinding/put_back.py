"""Puts a file back: it is either as it was found or as it shall be, never half of it."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Sequence

from agent_tui.errors import PermissionDenied
from agent_tui.protocol.checkpoint_ports import ContentStore, FoundFile
from agent_tui.protocol.checkpoints import FileKind, FileState, RewindOutcome
from agent_tui.protocol.ids import new_id
from agent_tui.tools.files.disk.folder import Folder, open_folder
from agent_tui.tools.files.disk.new_file import new_file
from agent_tui.tools.files.rewinding.found_files import glanced
from agent_tui.tools.files.rewinding.obstacles import (
    CHANGED_JUST_NOW,
    CONTENT_DAMAGED,
    CONTENT_GONE,
    FOLDER_IS_LINK,
    refused_by_system,
)

_PIECE = 1 << 20
_NEW_FILE_MODE = 0o600  # of a file whose mode nobody knows


class _Conflict(Exception):
    """The text says why the file is left as it is."""


def put(
    path: str, target: FileState, former: FoundFile, contents: ContentStore
) -> tuple[RewindOutcome, str]:
    """See `WorkspaceFiles`."""
    folder_path, name = os.path.split(path)
    is_wanted = target.kind is not FileKind.MISSING
    try:
        with open_folder(folder_path, make_missing=is_wanted) as folder:
            if is_wanted:
                _replace(folder, name, target, former, contents)
            else:
                _check_same(folder, name, former)
                folder.remove(name)
    except _Conflict as conflict:
        return RewindOutcome.CONFLICT, str(conflict)
    except FileNotFoundError:
        return RewindOutcome.CONFLICT, CHANGED_JUST_NOW
    except PermissionDenied:
        return RewindOutcome.CONFLICT, FOLDER_IS_LINK
    except OSError as error:
        return RewindOutcome.FAILED, refused_by_system(error)
    return RewindOutcome.RESTORED, ""


def sync_folders(paths: Iterable[str]) -> None:
    """See `WorkspaceFiles`."""
    for path in {os.path.dirname(path) for path in paths}:
        with contextlib.suppress(OSError, PermissionDenied), open_folder(path) as folder:
            folder.sync()


def remove_empty(folders: Sequence[str]) -> None:
    """See `WorkspaceFiles`."""
    for path in sorted(set(folders), key=len, reverse=True):
        parent, name = os.path.split(path)
        # Not empty, gone, or a link now: then it is not ours to remove.
        with (
            contextlib.suppress(OSError, PermissionDenied),
            open_folder(parent) as folder,
        ):
            folder.remove_folder(name)


def _replace(
    folder: Folder, name: str, target: FileState, former: FoundFile, contents: ContentStore
) -> None:
    temporary = f".{new_id()}.tmp"  # in the same folder: only there is a rename atomic
    try:
        if target.kind is FileKind.SYMLINK:
            folder.make_link(_link_target(target, contents), temporary)
        else:
            _write_new(folder, temporary, name, target, contents)
        _check_same(folder, name, former)
        folder.replace(temporary, name)
    except BaseException:
        with contextlib.suppress(OSError):
            folder.remove(temporary)
        raise


def _check_same(folder: Folder, name: str, former: FoundFile) -> None:
    try:
        found = glanced(folder.status(name))
    except FileNotFoundError:
        if former.state.kind is FileKind.MISSING:
            return
        raise
    if found.obstacle or found.identity != former.identity:
        raise _Conflict(CHANGED_JUST_NOW)


def _link_target(target: FileState, contents: ContentStore) -> str:
    try:
        with contents.open(target.digest) as file:
            return os.fsdecode(file.read())
    except FileNotFoundError as error:
        raise _Conflict(CONTENT_GONE) from error


def _write_new(
    folder: Folder, temporary: str, name: str, target: FileState, contents: ContentStore
) -> None:
    import hashlib  # late: it loads OpenSSL

    try:
        source = contents.open(target.digest)
    except FileNotFoundError as error:
        raise _Conflict(CONTENT_GONE) from error
    digest = hashlib.sha256()
    # Closed to others until it has its owner and mode.
    with (
        source,
        new_file(folder, temporary, 0o600) as fd,
        os.fdopen(fd, "wb", closefd=False) as file,
    ):
        while piece := source.read(_PIECE):
            digest.update(piece)
            file.write(piece)
        if digest.hexdigest() != target.digest:
            raise _Conflict(CONTENT_DAMAGED)
        file.flush()
        if hasattr(os, "fchmod"):
            _take_over(fd, folder, name, target)
        os.fsync(fd)


def _take_over(fd: int, folder: Folder, name: str, target: FileState) -> None:
    """Owner and attributes of the file that is replaced, and the mode of before."""
    mode = _NEW_FILE_MODE if target.mode is None else target.mode
    with contextlib.suppress(OSError):
        replaced, ours = folder.status(name), os.fstat(fd)
        is_file = stat.S_ISREG(replaced.st_mode)
        if is_file and (replaced.st_uid, replaced.st_gid) != (ours.st_uid, ours.st_gid):
            try:
                os.fchown(fd, replaced.st_uid, replaced.st_gid)
            except OSError:
                mode &= 0o777  # set-user-id would now give another user's rights
    os.fchmod(fd, mode)
