"""Reading what a prompt mentions; the real reader is in `tools`."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from agent_tui.protocol.images import PromptImage


class MentionedPlace(Struct, frozen=True, kw_only=True):
    """A file or folder at one moment. text: its content, or the names in it. entries: how many
    names, None for a file. left_out: why there is no text ("3.4 MB of binary data"), "" when there
    is. image: the picture that the file is, else None."""

    text: str = ""
    entries: int | None = None
    left_out: str = ""
    image: PromptImage | None = None

    @property
    def is_folder(self) -> bool:
        """Its content is names."""
        return self.entries is not None


class MentionReader(Protocol):
    """Blocks: call it in a thread."""

    def read(self, path: str, most_bytes: int) -> MentionedPlace | None:
        """What is at a path, None when there is nothing. path: absolute, without links.
        most_bytes: of a file whose text may be attached."""
        ...
