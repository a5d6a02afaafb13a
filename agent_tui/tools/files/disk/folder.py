"""Open folders: what is in them is reached without following a link, whoever changes the path."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import PurePath
from types import TracebackType

from agent_tui.tools.files.disk.failures import exchanged

# Windows has neither; there the path is compared after opening instead.
_CAN_WALK = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
# O_PATH: a folder that one may enter but not list is enough.
_ENTER = (
    getattr(os, "O_PATH", os.O_RDONLY)
    | getattr(os, "O_DIRECTORY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
)
# O_NONBLOCK: a named pipe must not hang the call. O_BINARY: Windows would change line ends.
_OPEN = (
    getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
_NAMELESS = getattr(os, "O_TMPFILE", 0)  # Linux
_DESCRIPTORS = "/proc/self/fd"  # only by a path there may everybody name such a file
_LINK_ERRORS = (errno.ELOOP, errno.ENOTDIR, errno.EMLINK)  # EMLINK: what FreeBSD says


class Folder:
    """A folder held open. path: its name at the time of opening; used for messages only, where the
    system lets folders be held. Methods raise `OSError`, and `PermissionDenied` for a link."""

    def __init__(self, path: str, fd: int | None) -> None:
        self.path = path
        self._fd = fd

    def __enter__(self) -> Folder:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._fd is not None:
            os.close(self._fd)

    def enter(self, name: str, *, make_missing: bool) -> Folder:
        """The folder `name` in this one, as a folder of its own to be closed."""
        try:
            return self._entered(name)
        except FileNotFoundError:
            if not make_missing:
                raise
        with contextlib.suppress(FileExistsError):
            os.mkdir(self._at(name), dir_fd=self._fd)
        return self._entered(name)

    def open(self, name: str, flags: int, mode: int = 0o666) -> int:
        """A file descriptor. Check what it is: this opens devices, too."""
        try:
            fd = os.open(self._at(name), flags | _OPEN, mode, dir_fd=self._fd)
        except OSError as error:
            if error.errno in _LINK_ERRORS and self._is_link(name):
                raise exchanged(os.path.join(self.path, name)) from error
            raise
        if self._fd is None and not _is_real(self._at(name)):
            os.close(fd)
            raise exchanged(os.path.join(self.path, name))
        return fd

    def open_nameless(self, mode: int) -> int | None:
        """A descriptor of a new file without a name, None where that is not possible."""
        flags = _NAMELESS | os.O_WRONLY | getattr(os, "O_CLOEXEC", 0)
        if not _NAMELESS or self._fd is None or not os.path.isdir(_DESCRIPTORS):
            return None
        try:
            return os.open(".", flags, mode, dir_fd=self._fd)
        except OSError:
            return None  # not on this disk; what else is wrong, opening by name will tell

    def give_name(self, fd: int, name: str) -> None:
        """Call the file of `open_nameless` so."""
        os.link(f"{_DESCRIPTORS}/{fd}", name, dst_dir_fd=self._fd, follow_symlinks=True)

    def status(self, name: str) -> os.stat_result:
        """Of the entry itself, also when it is a link."""
        return os.stat(self._at(name), dir_fd=self._fd, follow_symlinks=False)

    def replace(self, source: str, target: str) -> None:
        """Rename inside this folder; `target` is lost."""
        os.replace(self._at(source), self._at(target), src_dir_fd=self._fd, dst_dir_fd=self._fd)

    def remove(self, name: str) -> None:
        """Delete a file."""
        os.unlink(self._at(name), dir_fd=self._fd)

    def read_link(self, name: str) -> str:
        """Where a link leads, as it says."""
        return os.readlink(self._at(name), dir_fd=self._fd)

    def make_link(self, leads_to: str, name: str) -> None:
        """Make a symbolic link."""
        os.symlink(leads_to, self._at(name), dir_fd=self._fd)

    def remove_folder(self, name: str) -> None:
        """Remove an empty folder."""
        os.rmdir(self._at(name), dir_fd=self._fd)

    def sync(self) -> None:
        """Make the names survive a power cut, as far as the file system offers that."""
        if self._fd is None:
            return
        with contextlib.suppress(OSError):
            fd = os.open(".", os.O_RDONLY, dir_fd=self._fd)
            try:
                os.fsync(fd)
            finally:
                os.close(fd)

    def _entered(self, name: str) -> Folder:
        path = os.path.join(self.path, name)
        if self._fd is None:
            if not stat.S_ISDIR(os.stat(path).st_mode):
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)
            if not _is_real(path):
                raise exchanged(path)
            return Folder(path, None)
        try:
            return Folder(path, os.open(name, _ENTER, dir_fd=self._fd))
        except OSError as error:
            if error.errno in _LINK_ERRORS and self._is_link(name):
                raise exchanged(path) from error
            raise

    def _is_link(self, name: str) -> bool:
        with contextlib.suppress(OSError):
            return stat.S_ISLNK(self.status(name).st_mode)
        return False

    def _at(self, name: str) -> str:
        return name if self._fd is not None else os.path.join(self.path, name)


def open_folder(path: str, *, make_missing: bool = False) -> Folder:
    """Walk to an absolute path without links, from the root, one folder at a time."""
    anchor, *names = PurePath(path).parts
    folder = Folder(anchor, os.open(anchor, _ENTER) if _CAN_WALK else None)
    for name in names:
        with folder:
            folder = folder.enter(name, make_missing=make_missing)
    return folder


def _is_real(path: str) -> bool:
    return os.path.normcase(os.path.realpath(path)) == os.path.normcase(path)
