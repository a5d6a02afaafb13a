"""Which hints the user has had, in a small file."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from agent_tui.protocol.hints import HintsSeen
from agent_tui.storage.atomic_write import write_atomically


class FileHintMemory:
    """Implements `HintMemory`; of two programs that write, the last one counts."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> HintsSeen:
        """See `HintMemory`."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=HintsSeen)
        except (OSError, ValueError):  # what is no JSON, and what is no UTF-8
            return HintsSeen()

    def save(self, seen: HintsSeen) -> None:
        """See `HintMemory`."""
        with contextlib.suppress(OSError):
            write_atomically(self._path, msgspec.json.encode(seen))
