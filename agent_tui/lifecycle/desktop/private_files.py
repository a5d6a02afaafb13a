"""Files of this user alone that another program is to read, gone with this one."""

from __future__ import annotations

import errno
import os
from contextlib import suppress

from agent_tui.lifecycle.scratch_folder import ScratchFolder
from agent_tui.protocol.desktop import FilePlace

LARGEST_BYTES = 16_000_000
"""No more is read back."""


class PrivateFiles:
    """A folder (0700) that is made when the first file is wanted. Methods block."""

    def __init__(self) -> None:
        self._folder: ScratchFolder | None = None

    def write(self, name: str, text: str) -> FilePlace:
        """A new file (0600) of this name; a former one is replaced. Raises `OSError`."""
        if self._folder is None:
            self._folder = ScratchFolder()
        self._folder.path.mkdir(mode=0o700, exist_ok=True)
        path = self._folder.path / name
        path.unlink(missing_ok=True)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(fd, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
        return FilePlace(str(path))

    def read(self, place: FilePlace) -> str:
        """What stands in it now. Raises `OSError`."""
        with open(place.path, "rb") as file:
            content = file.read(LARGEST_BYTES + 1)
        if len(content) > LARGEST_BYTES:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), place.path)
        return content.decode("utf-8", "replace")

    def forget(self, place: FilePlace) -> None:
        """Remove one of them; never raises."""
        with suppress(OSError):
            os.unlink(place.path)

    def close(self) -> None:
        """Remove all, and the folder."""
        if self._folder is not None:
            self._folder.remove()
