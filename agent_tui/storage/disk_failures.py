"""What the operating system says about files, in words for people. The edge where OSErrors end."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agent_tui.errors import SessionStorageFailed

_FREE_SPACE = "Free some space and go on; until then the conversation is kept in memory only."
_CHECK_RIGHTS = (
    "Check who owns the folder and its rights, or choose another with AGENT_TUI_DATA_DIR."
)
_CHOOSE_ANOTHER = "Choose another folder with AGENT_TUI_DATA_DIR."

# reason, what to do
_PLAIN_WORDS = {
    errno.ENOSPC: ("the disk is full", _FREE_SPACE),
    errno.EDQUOT: ("your share of the disk is used up", _FREE_SPACE),
    errno.EFBIG: ("the file has reached the largest size allowed", "Start a new session."),
    errno.EROFS: ("the disk is read-only", _CHOOSE_ANOTHER),
    errno.EACCES: ("there is no permission", _CHECK_RIGHTS),
    errno.EPERM: ("there is no permission", _CHECK_RIGHTS),
    errno.ENOTDIR: ("a part of the path is a file and not a folder", _CHOOSE_ANOTHER),
    errno.EISDIR: ("a folder stands where a file should be", "Move that folder away."),
    errno.ENOENT: ("it is not there any more", "Start a new session to have the rest saved."),
    errno.EEXIST: ("it exists already", "Open that session instead of making it again."),
    errno.EIO: ("the disk reports a fault", "Save what matters elsewhere and check the disk."),
}


def disk_failure(
    error: OSError, path: Path, *, action: str = "write", session_id: str = ""
) -> SessionStorageFailed:
    """The error for a host and the user: what failed on which path, why, and what to do next.

    action: "write", "read" or "delete".
    """
    reason, advice = _PLAIN_WORDS.get(
        error.errno or 0,
        (f"the system says: {error.strerror or type(error).__name__}", _CHOOSE_ANOTHER),
    )
    return SessionStorageFailed(
        f"Cannot {action} {path}: {reason}. {advice}", session_id=session_id
    )


@contextmanager
def disk_failures(path: Path, *, action: str = "write", session_id: str = "") -> Iterator[None]:
    """Turn every OSError of the block into `SessionStorageFailed` about `path`."""
    try:
        yield
    except OSError as error:
        raise disk_failure(error, path, action=action, session_id=session_id) from error
