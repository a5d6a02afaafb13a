"""Why a file is left as it is, in words for people."""

from __future__ import annotations

import errno

FOLDER_IS_LINK = "A folder on the way to it is a link now, so it lies somewhere else."
NOT_A_FILE = "A folder or something else that is no file stands there now."
CHANGED_JUST_NOW = "It was changed by somebody else in this very moment."
CONTENT_GONE = "Its former content is not kept any more: the session's checkpoints were cleaned up."
CONTENT_DAMAGED = "Its former content is damaged in the session's checkpoints."

_PLAIN_WORDS = {
    errno.EACCES: "the system gives no permission",
    errno.EPERM: "the system gives no permission",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is used up",
    errno.EROFS: "the disk is read-only",
    errno.ENOTDIR: "a folder on the way to it is a file now",
    errno.ENAMETOOLONG: "its name is too long",
    errno.EIO: "the disk reports a fault",
}


def refused_by_system(error: OSError) -> str:
    """The sentence for an error of the operating system."""
    said = f"the system says: {error.strerror or type(error).__name__}"
    reason = _PLAIN_WORDS.get(error.errno or 0, said)
    return f"{reason[0].upper()}{reason[1:]}."
