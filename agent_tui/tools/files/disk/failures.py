"""What the operating system says about a file, in words for the model. OSErrors end here."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from agent_tui.errors import PermissionDenied, ToolError
from agent_tui.tools.files.target import Target

_TELL = "Tell the user, or use another place."

# reason, what to do; {disk} is where the disk is mounted
_PLAIN_WORDS = {
    errno.ENOSPC: ("the disk at {disk} is full", "Tell the user to free some space."),
    errno.EDQUOT: ("the user's share of the disk at {disk} is used up", "Tell the user."),
    errno.EFBIG: ("it would be larger than a file may be", "Write less, or several files."),
    errno.EROFS: ("the disk at {disk} is read-only", _TELL),
    errno.EACCES: ("the system gives no permission", _TELL),
    errno.EPERM: ("the system gives no permission", _TELL),
    errno.ENOTDIR: ("a part of the path is a file and not a folder", "Correct the path."),
    errno.EISDIR: ("it is a folder", "Use list_dir to see what is in it."),
    errno.ENOENT: ("it is not there", "Look with list_dir or glob."),
    errno.ENAMETOOLONG: ("the name is too long", "Use a shorter one."),
    errno.EIO: ("the disk at {disk} reports a fault", "Tell the user."),
    errno.ETXTBSY: ("it is a program that runs now", "End that program first."),
}


@contextmanager
def file_failures(target: Target, action: str) -> Iterator[None]:
    """Turn every OSError of the block into a `ToolError` about `target`, a missing file excepted.

    action: "read", "write", "delete".
    """
    try:
        yield
    except FileNotFoundError:
        raise  # callers know better what a missing file means
    except OSError as error:
        raise file_failure(error, target, action) from error


def file_failure(error: OSError, target: Target, action: str) -> ToolError:
    """The sentence for the model: what failed on which file, why, and what to do."""
    said = error.strerror or type(error).__name__
    reason, advice = _PLAIN_WORDS.get(error.errno or 0, (f"the system says: {said}", _TELL))
    untouched = "" if action == "read" else " The file is as it was."
    return ToolError(
        f"Cannot {action} {target.name}: {reason.format(disk=_disk_of(target.path))}. {advice}"
        f"{untouched}"
    )


def exchanged(path: str) -> PermissionDenied:
    """A link stands where there was none when the path was checked."""
    return PermissionDenied(
        f"{path} was exchanged for a link while it was being opened, so it was left alone. Look at "
        "it with list_dir, and call again if it is what you want."
    )


def _disk_of(path: str) -> str:
    while not os.path.ismount(path):
        parent = os.path.dirname(path)
        if parent == path:
            break
        path = parent
    return path
