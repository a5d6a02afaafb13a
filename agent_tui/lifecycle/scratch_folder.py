"""A private temporary folder of this process, for texts of sessions that are not stored."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

_NAME = re.compile(r"agent-tui-(\d+)-\w+")
# A temporary folder may be shared with machines, such as containers, whose processes we do not see.
_STALE_S = 24 * 3600.0


class ScratchFolder:
    """Names a folder that does not exist yet; whoever needs it makes it (0700)."""

    def __init__(self, parent: Path | None = None) -> None:
        self._parent = parent or Path(tempfile.gettempdir())
        self.path = self._parent / f"agent-tui-{os.getpid()}-{secrets.token_hex(8)}"

    def remove(self) -> None:
        """Remove it, and what processes of this user left that were killed. Blocks, never
        raises."""
        with suppress(OSError):
            if self.path.exists():
                shutil.rmtree(self.path, ignore_errors=True)
                _remove_stale_folders(self._parent)


def remove_folders(*folders: ScratchFolder) -> None:
    """Remove each of them, see `ScratchFolder.remove`."""
    for folder in folders:
        folder.remove()


def _remove_stale_folders(parent: Path) -> None:
    for folder in parent.iterdir():
        name = _NAME.fullmatch(folder.name)
        if name is None or _is_running(int(name[1])):
            continue
        with suppress(OSError):
            found = folder.lstat()
            if found.st_uid == os.getuid() and time.time() - found.st_mtime > _STALE_S:
                shutil.rmtree(folder, ignore_errors=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
