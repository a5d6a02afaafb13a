"""The interfaces between the engine, which decides about checkpoints, and the disks they concern.
All methods block: call them off the loop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import BinaryIO, Protocol

from msgspec import Struct

from agent_tui.protocol.checkpoints import FileCheckpoint, FileState, RewindOutcome

CHECKPOINTS_NAME = "checkpoints"
"""The folder with the contents, in the session's."""
MAX_KEPT_BYTES = 50 * 1024 * 1024
"""A larger file is neither kept nor taken back."""


class ContentStore(Protocol):
    """Contents of files by their SHA-256 (hexadecimal digits), in a folder of the session's. Each
    is stored once, for its owner only, and never changed. Thread-safe. Raises `OSError`."""

    def add(self, source: BinaryIO, size: int, *, has_limit: bool) -> tuple[str, bool]:
        """Keep a content of so many bytes, read once from where `source` stands. Returns its
        digest, and whether it is kept: not when it does not fit into the limit of the folder."""
        ...

    def has(self, digest: str) -> bool:
        """The content is there."""
        ...

    def open(self, digest: str) -> BinaryIO:
        """The content, to be closed. Raises `FileNotFoundError` when it is not there."""
        ...

    def sync(self) -> None:
        """What was added survives a power cut, as far as the disk offers that. Never raises."""
        ...


class FoundFile(Struct, frozen=True, kw_only=True):
    """What stands at a path. missing_folders: on the way to it, absolute, outermost first.
    identity: changes when anybody changes the file. obstacle: why it may not be touched, one
    sentence, "" when nothing is in the way. is_over_limit: it was not kept for the folder's limit.
    keeping_failed: it was not kept for this reason, one sentence.
    """

    state: FileState
    missing_folders: tuple[str, ...] = ()
    identity: tuple[int, ...] = ()
    obstacle: str = ""
    is_over_limit: bool = False
    keeping_failed: str = ""


class WorkspaceFiles(Protocol):
    """Files of the user's. Paths are absolute, their folders without links: a link that stands
    there now is an obstacle, so nothing outside is read or written. Nothing here raises
    `OSError`. Thread-safe."""

    def real_place(self, path: str) -> str:
        """The path with the links in its folders resolved, its last part as it is."""
        ...

    def look(
        self, path: str, *, keep_in: ContentStore | None = None, has_limit: bool = True
    ) -> FoundFile:
        """What stands there, its content read for the digest. keep_in: keeps the content, too;
        `state.is_kept` tells whether it did. has_limit: see `ContentStore.add`."""
        ...

    def glance(self, path: str) -> FoundFile:
        """What stands there, without its content: no digest."""
        ...

    def put(
        self, path: str, target: FileState, former: FoundFile, contents: ContentStore
    ) -> tuple[RewindOutcome, str]:
        """Make the path what `target` says: RESTORED, or why not. former: what was found there;
        when anything else stands there now, it is a conflict. Missing folders are made."""
        ...

    def sync_folders(self, paths: Iterable[str]) -> None:
        """What `put` did to these paths survives a power cut."""
        ...

    def remove_empty(self, folders: Sequence[str]) -> None:
        """Remove those folders that are empty, the innermost first."""
        ...

    def line_counts(
        self, path: str, target: FileState, contents: ContentStore
    ) -> tuple[int, int] | None:
        """Lines that `put` would add and remove; one that only moves counts as neither. None when
        they cannot be counted."""
        ...


class CheckpointReading(Struct, frozen=True, kw_only=True):
    """What a journal says. changes: in its order, each once, as its last entry has it. is_found:
    what they come after stands there."""

    changes: tuple[FileCheckpoint, ...] = ()
    is_found: bool = False


class CheckpointDisk(Protocol):
    """Where checkpoints are kept."""

    @property
    def scratch(self) -> str:
        """A private folder of this run, absolute, for sessions that are not stored; made by whoever
        writes first, removed at the end. Nobody may read there unasked."""
        ...

    @property
    def files(self) -> WorkspaceFiles:
        """Files of the user's."""
        ...

    def contents(self, folder: str, *, limit_bytes: int) -> ContentStore:
        """Those of the session in `folder`, made when the first is added. No method of it is called
        here."""
        ...

    def changes_since(self, folder: str, message_id: str) -> CheckpointReading:
        """The changes that the journal in `folder` has behind a message. It is read from its end:
        the time depends on how far back that is. Raises `OSError`."""
        ...

    def last_rewinds(self, folder: str) -> CheckpointReading:
        """The changes that rewinds and redos made behind the last one of a tool. Raises
        `OSError`."""
        ...
