"""Reading what a prompt mentions; the real reader is in `tools`."""

from __future__ import annotations

from typing import Protocol, TypeVar

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


State = TypeVar("State")


class StateOf(Protocol):
    """The session's own object of a class, made when first asked for; see `ToolContext.state`."""

    def __call__(self, kind: type[State]) -> State:
        """Call it on the engine's loop."""
        ...


class MentionReader(Protocol):
    """Made anew for each prompt."""

    def read(self, path: str, most_bytes: int) -> MentionedPlace | None:
        """What is at a path, None when there is nothing. path: absolute, without links.
        most_bytes: of a file whose text may be attached. Blocks: call it in a thread."""
        ...

    def note_read(self, state: StateOf) -> None:
        """The model knows the texts that were read, as if it had read them with its tools. Call it
        on the engine's loop."""
        ...
