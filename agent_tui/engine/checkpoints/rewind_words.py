"""Why a file is not taken back, in one sentence each."""

from __future__ import annotations

from agent_tui.protocol.checkpoint_ports import MAX_KEPT_BYTES
from agent_tui.protocol.checkpoints import FileKind, FileState

HAS_GAP = "It was changed from outside between two changes of this session."
WAS_NO_FILE = "Something that is no file stood there before."
CONTENT_GONE = "Its former content is not kept any more: the session's checkpoints were cleaned up."
NOT_KEPT_NOW = "Its present content cannot be kept, so it would be lost."
SWITCHED_OFF = (
    "Checkpoints are switched off (checkpoint_limit_mb = 0), so there are no files to take back."
)
UNREADABLE = "The session's journal cannot be read, so nothing is known of its changes."


def not_kept(*, is_too_large: bool) -> str:
    """There is no former content."""
    if is_too_large:
        return f"Its former content was not kept: it was larger than {_megabytes(MAX_KEPT_BYTES)}."
    return "Its former content was not kept: the checkpoints were full, or the disk refused."


def changed_since(expected: FileState, now: FileState) -> str:
    """It is not what the session left there."""
    if now.kind is FileKind.MISSING:
        return "It was deleted since."
    if expected.kind is FileKind.MISSING:
        return "It was made anew since."
    if max(now.size, expected.size) > MAX_KEPT_BYTES:
        return f"It is larger than {_megabytes(MAX_KEPT_BYTES)}, so it cannot be compared."
    if not expected.digest:
        return "A change of it was cut off, and what it left is not known."
    if (now.kind, now.digest) == (expected.kind, expected.digest):
        return f"Its mode was changed since, from {expected.mode:04o} to {now.mode:04o}."
    return "It was changed since."


def _megabytes(size: int) -> str:
    return f"{size // (1024 * 1024)} MB"
