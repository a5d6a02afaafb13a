"""Contents of files, named by their SHA-256, in a folder of a session."""

from __future__ import annotations

import contextlib
import os
import re
import threading
from pathlib import Path
from typing import BinaryIO

from agent_tui.protocol.ids import new_id
from agent_tui.storage.atomic_write import PRIVATE_FILE_MODE
from agent_tui.storage.private_folder import make_private_folder, sync_folder

_DIGEST = re.compile(r"[0-9a-f]{64}")
_PIECE = 1 << 20
_BINARY = getattr(os, "O_BINARY", 0)


class FileContentStore:
    """A `ContentStore`. folder: made with the first content; its session is locked by this process.
    limit_bytes: of all contents together; threads that add at once may pass it by what they add."""

    def __init__(self, folder: Path, *, limit_bytes: int) -> None:
        self._folder, self._limit_bytes = folder, limit_bytes
        self._guard = threading.Lock()
        self._used_bytes: int | None = None  # counted with the first that is added

    def add(self, source: BinaryIO, size: int, *, has_limit: bool) -> tuple[str, bool]:
        """See `ContentStore`."""
        with self._guard:
            used = self._counted()
        if has_limit and used + size > self._limit_bytes:
            digest = _digest_of(source)
            return digest, self.has(digest)
        make_private_folder(self._folder)
        temporary = self._folder / f".{new_id()}.tmp"
        fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, PRIVATE_FILE_MODE)
        try:
            with os.fdopen(fd, "wb") as file:
                digest = _digest_of(source, copy_to=file)
                copied, is_new = file.tell(), not self.has(digest)
                if is_new:
                    file.flush()
                    os.fsync(file.fileno())
            if is_new:  # else it is kept already, and this copy goes
                self._take(temporary, digest, copied)
        finally:
            with contextlib.suppress(FileNotFoundError):
                temporary.unlink()
        return digest, True

    def has(self, digest: str) -> bool:
        """See `ContentStore`."""
        return _DIGEST.fullmatch(digest) is not None and self._path(digest).is_file()

    def open(self, digest: str) -> BinaryIO:
        """See `ContentStore`."""
        return self._path(digest).open("rb")

    def sync(self) -> None:
        """See `ContentStore`."""
        with contextlib.suppress(OSError):  # there is no folder, or none that can be synced
            sync_folder(self._folder)

    def _take(self, temporary: Path, digest: str, size: int) -> None:
        with self._guard:
            is_new = not self.has(digest)
            os.replace(temporary, self._path(digest))
            self._used_bytes = self._counted() + (size if is_new else 0)

    def _path(self, digest: str) -> Path:
        if _DIGEST.fullmatch(digest) is None:  # it comes from a file; it must not leave the folder
            raise FileNotFoundError(digest)
        return self._folder / digest

    def _counted(self) -> int:
        if self._used_bytes is None:
            self._used_bytes = 0
            for path in self._folder.iterdir() if self._folder.is_dir() else ():
                if _DIGEST.fullmatch(path.name):
                    self._used_bytes += path.stat().st_size
                else:  # half a copy, left behind by a process that was killed
                    with contextlib.suppress(OSError):
                        path.unlink()
        return self._used_bytes


def _digest_of(source: BinaryIO, *, copy_to: BinaryIO | None = None) -> str:
    """Of what is read to the end, and copied on the way."""
    import hashlib  # late: it loads OpenSSL

    digest = hashlib.sha256()
    while piece := source.read(_PIECE):
        digest.update(piece)
        if copy_to is not None:
            copy_to.write(piece)
    return digest.hexdigest()
