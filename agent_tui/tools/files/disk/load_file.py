"""Reading regular files: pipes, devices and folders are refused before they can do harm."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from io import FileIO

from msgspec import Struct

from agent_tui.errors import ToolError
from agent_tui.tools.files.disk.failures import exchanged, file_failures
from agent_tui.tools.files.disk.folder import Folder, open_folder
from agent_tui.tools.files.target import Target

# What is read, edited and compared in memory. Larger files are read by range only.
MAX_WHOLE_BYTES = 16 * 1024 * 1024

_KINDS = {
    stat.S_IFDIR: "a folder. Use list_dir to see what is in it",
    stat.S_IFIFO: "a named pipe. Only regular files can be read or written here",
    stat.S_IFSOCK: "a socket. Only regular files can be read or written here",
    stat.S_IFCHR: "a device. Only regular files can be read or written here",
    stat.S_IFBLK: "a device. Only regular files can be read or written here",
}


class LoadedFile(Struct, frozen=True):
    """A file at one moment. attributes: its extended ones (ACLs among them), name and value."""

    data: bytes
    status: os.stat_result
    attributes: tuple[tuple[str, bytes], ...] = ()


@contextlib.contextmanager
def opened_file(target: Target) -> Iterator[FileIO]:
    """The file, open for reading, unbuffered. Raises `ToolError`, and `FileNotFoundError` when it
    is missing."""
    folder_path, name = os.path.split(target.path)
    with file_failures(target, "read"):
        if not name:
            raise ToolError(f"{target.name} is {_KINDS[stat.S_IFDIR]}.")
        with open_folder(folder_path) as folder:
            check_regular(target, folder, name)
            file = FileIO(folder.open(name, os.O_RDONLY))
        with file:
            check_kind(target, os.fstat(file.fileno()))
            yield file


def load_file(target: Target) -> LoadedFile | None:
    """The whole file, None when there is none. Raises `ToolError`, also when it is too large."""
    try:
        with opened_file(target) as file:
            status = os.fstat(file.fileno())
            data = (
                b"" if status.st_size > MAX_WHOLE_BYTES else read_up_to(file, MAX_WHOLE_BYTES + 1)
            )
            if max(status.st_size, len(data)) > MAX_WHOLE_BYTES:
                raise ToolError(
                    f"{target.name} is too large to be changed here ({megabytes(status.st_size)}; "
                    f"the limit is {megabytes(MAX_WHOLE_BYTES)}). Change it with a command, for "
                    "example sed."
                )
            return LoadedFile(data, status, _attributes(file.fileno()))
    except FileNotFoundError:
        return None


def read_up_to(file: FileIO, count: int) -> bytes:
    """To the end or `count` bytes. The size is not trusted: files of the kernel say 0."""
    pieces = []
    while count > 0 and (piece := file.read(min(count, 1 << 20))):
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def check_regular(target: Target, folder: Folder, name: str) -> None:
    """Raise `ToolError` for anything but a regular file, before it is opened: opening a device may
    already do something."""
    status = folder.status(name)
    if stat.S_ISLNK(status.st_mode):
        raise exchanged(target.path)
    check_kind(target, status)


def check_kind(target: Target, status: os.stat_result) -> None:
    """Raise `ToolError` for anything but a regular file."""
    if not stat.S_ISREG(status.st_mode):
        kind = _KINDS.get(stat.S_IFMT(status.st_mode), "not a regular file, and left alone")
        raise ToolError(f"{target.name} is {kind}.")


def megabytes(size: int) -> str:
    """A size for people and models: "512 bytes", "3.8 KB", "50.0 MB"."""
    if size < 1024:
        return f"{size} bytes"
    if size < 1024 * 1024:
        return f"{size / 1024:.1f} KB"
    return f"{size / (1024 * 1024):.1f} MB"


def _attributes(fd: int) -> tuple[tuple[str, bytes], ...]:
    if not hasattr(os, "listxattr"):
        return ()
    found = []
    with contextlib.suppress(OSError):  # many file systems have none
        for name in os.listxattr(fd):
            with contextlib.suppress(OSError):
                found.append((name, os.getxattr(fd, name)))
    return tuple(found)
