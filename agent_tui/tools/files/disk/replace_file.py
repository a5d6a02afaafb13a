"""Writing and deleting: a file is either the old one or the new one, never half of it."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator

from agent_tui.errors import ToolError
from agent_tui.protocol.ids import new_id
from agent_tui.tools.files.disk.failures import file_failures
from agent_tui.tools.files.disk.folder import Folder, open_folder
from agent_tui.tools.files.disk.load_file import LoadedFile, check_kind, check_regular
from agent_tui.tools.files.disk.new_file import new_file
from agent_tui.tools.files.target import Target

_ANY_EXECUTE = 0o111


def replace_file(
    target: Target,
    content: bytes,
    *,
    former: LoadedFile | None,
    like: LoadedFile | None = None,
    is_executable: bool | None = None,
) -> os.stat_result:
    """Give `target` new content; missing folders are made. Another name of the same file (a hard
    link) keeps the former content: permission was given for this name only.

    former: what stands there, None for nothing; when that is no longer so, nothing is written.
    like: whose mode, owner and attributes are taken, `former` by default. is_executable: None to
    leave that as it is. Raises `ToolError`; the file is untouched then.
    """
    like = like or former
    with _target_folder(target, "write", make_missing=True) as (folder, name):
        if former is not None:
            _check_writable(target, folder, name)
        temporary = f".{new_id()}.tmp"  # in the same folder: only there is a rename atomic
        try:
            _write_new(folder, temporary, content, like, is_executable)
            _check_same(target, folder, name, former)
            folder.replace(temporary, name)
        except BaseException:
            with contextlib.suppress(OSError):
                folder.remove(temporary)
            raise
        folder.sync()
        return folder.status(name)


def delete_file(target: Target, *, former: LoadedFile) -> None:
    """Raises `ToolError`, also when the file is no longer `former`."""
    with _target_folder(target, "delete") as (folder, name):
        _check_same(target, folder, name, former)
        folder.remove(name)
        folder.sync()


@contextlib.contextmanager
def _target_folder(
    target: Target, action: str, *, make_missing: bool = False
) -> Iterator[tuple[Folder, str]]:
    folder_path, name = os.path.split(target.path)
    try:
        with (
            file_failures(target, action),
            open_folder(folder_path, make_missing=make_missing) as folder,
        ):
            yield folder, name
    except FileNotFoundError as error:
        raise _changed_meanwhile(target) from error


def _check_writable(target: Target, folder: Folder, name: str) -> None:
    # A rename asks only for rights in the folder; a write-protected file would be lost.
    check_regular(target, folder, name)
    fd = folder.open(name, os.O_WRONLY)
    try:
        check_kind(target, os.fstat(fd))
    finally:
        os.close(fd)


def _check_same(target: Target, folder: Folder, name: str, former: LoadedFile | None) -> None:
    try:
        status = folder.status(name)
    except FileNotFoundError:
        if former is None:
            return
        raise
    if former is None or _identity(status) != _identity(former.status):
        raise _changed_meanwhile(target)


def _identity(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _changed_meanwhile(target: Target) -> ToolError:
    return ToolError(
        f"{target.name} was changed by somebody else in this very moment, so nothing was written. "
        "Read it again."
    )


def _write_new(
    folder: Folder,
    name: str,
    content: bytes,
    like: LoadedFile | None,
    is_executable: bool | None,
) -> None:
    # A new file follows the umask; a copy is closed to others until it has its owner and mode.
    mode = 0o666 if like is None else 0o600
    with new_file(folder, name, mode) as fd, os.fdopen(fd, "wb", closefd=False) as file:
        file.write(content)
        file.flush()
        if hasattr(os, "fchmod"):
            _take_over(fd, like, is_executable)
        os.fsync(fd)


def _take_over(fd: int, like: LoadedFile | None, is_executable: bool | None) -> None:
    status = os.fstat(fd)
    mode = stat.S_IMODE((like.status if like else status).st_mode)
    if like is not None:
        if (status.st_uid, status.st_gid) != (like.status.st_uid, like.status.st_gid):
            try:
                os.fchown(fd, like.status.st_uid, like.status.st_gid)
            except OSError:
                mode &= 0o777  # set-user-id would now give another user's rights
        for name, value in like.attributes:
            with contextlib.suppress(OSError):
                os.setxattr(fd, name, value)
    if is_executable is not None:
        readers = (mode & 0o444) >> 2
        mode = mode & ~_ANY_EXECUTE | (readers if is_executable else 0)
    if mode != stat.S_IMODE(status.st_mode):
        os.fchmod(fd, mode)
