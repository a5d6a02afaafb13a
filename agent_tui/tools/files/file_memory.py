"""What the model knows of files: nothing else may be overwritten or edited."""

from __future__ import annotations

import os

from msgspec import Struct

from agent_tui.errors import ToolError
from agent_tui.tools.files.target import Target


class Fingerprint(Struct, frozen=True):
    """A file's content at one moment. digest: b"" when it is too large to be looked at whole; then
    size and time decide."""

    size: int
    mtime_ns: int
    digest: bytes = b""

    def is_same(self, other: Fingerprint) -> bool:
        """True when the content is the same; a new time alone is no change."""
        if self.digest and other.digest:
            return self.digest == other.digest
        return (self.size, self.mtime_ns) == (other.size, other.mtime_ns)


class FileMemory:
    """By path without links: what was read or written in this session. Use on the engine's loop."""

    def __init__(self) -> None:
        self._known: dict[str, Fingerprint] = {}

    def known(self, path: str) -> Fingerprint | None:
        """None when the model has never seen the file."""
        return self._known.get(path)

    def remember(self, path: str, fingerprint: Fingerprint) -> None:
        """The model knows this content."""
        self._known[path] = fingerprint

    def forget_file(self, path: str) -> None:
        """The file is gone, or another one."""
        self._known.pop(path, None)


def fingerprint_of(status: os.stat_result, data: bytes) -> Fingerprint:
    """Of a whole file."""
    import hashlib  # late: it loads OpenSSL

    return Fingerprint(status.st_size, status.st_mtime_ns, hashlib.sha256(data).digest())


def check_known(target: Target, known: Fingerprint | None, current: Fingerprint) -> None:
    """Raise `ToolError` when the model would change what it has not seen."""
    if known is None:
        raise ToolError(
            f"{target.name} has not been read in this session. Read it first with read_file."
        )
    if not known.is_same(current):
        raise ToolError(
            f"{target.name} has changed on disk since it was last read or written here. Read it "
            "again with read_file before changing it."
        )
