"""Checkpoints: files as they were before a tool changed them, and how they are taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct


class FileKind(StrEnum):
    """What stands at a path."""

    MISSING = "missing"
    FILE = "file"
    SYMLINK = "symlink"  # the link itself, wherever it leads
    OTHER = "other"  # a folder, a pipe, a device: never kept, never replaced


class FileState(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What stands at a path at one moment.

    digest: SHA-256 of the content in hexadecimal digits, of a link that of its target's name; ""
    when it was not looked at, because the file is too large or its content was not known yet.
    mode: permission bits; None when they were not known yet, and of everything but files. size: of
    the content, in bytes. is_kept: the content was put into the session's checkpoints.
    """

    kind: FileKind = FileKind.MISSING
    digest: str = ""
    mode: int | None = None
    size: int = 0
    is_kept: bool = False


class FileCheckpoint(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One change of one file. It is written before the change is made, and once more under the same
    id when it is done; the later one counts.

    path: absolute, the folders of it without links. turn_id, call_id: of the tool call that made
    the change. rewind_id: of the rewind, or redo, that made it instead. redo_of: the rewind that
    this change took back. tip: the last message of the history when the rewind was asked for.
    new_folders: folders that the change made, absolute, outermost first.
    is_done: `after` was seen on the disk; until then it is what the change is about to make.
    """

    id: str
    path: str
    before: FileState
    after: FileState
    turn_id: str = ""
    call_id: str = ""
    rewind_id: str = ""
    redo_of: str = ""
    tip: str = ""
    new_folders: tuple[str, ...] = ()
    is_done: bool = False


def latest(changes: Iterable[FileCheckpoint]) -> Iterator[FileCheckpoint]:
    """Each change once, in the place of its first writing and as its last one has it."""
    found: dict[str, FileCheckpoint] = {}
    for change in changes:
        found[change.id] = change
    yield from found.values()


class ComingChange(Struct, frozen=True, kw_only=True):
    """A file that a tool is about to change. path: absolute. content: what will stand there, None
    when that is not known yet. is_removal: nothing will."""

    path: str
    content: bytes | None = None
    is_removal: bool = False


class RewindAction(StrEnum):
    """What a rewind does to a file."""

    RESTORE = "restore"  # content, mode or link of before
    DELETE = "delete"  # there was none before
    RECREATE = "recreate"  # there was one before, there is none now
    NOTHING = "nothing"  # it is as it was before


class FileRewindRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One file of a preview. path: absolute; it is what `rewind` takes. name: for people, relative
    to the workspace where it lies inside. conflict: why the file will be left as it is, one
    sentence, "" when it can be taken back. can_choose: it is taken back all the same when its path
    is named; redo brings it back. added, removed: lines that taking it back brings and drops; None
    when they were not counted (a binary, very large or missing content)."""

    path: str
    name: str
    action: RewindAction
    conflict: str = ""
    can_choose: bool = False
    added: int | None = None
    removed: int | None = None


class FileRewindPreview(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a rewind of the files would do, sorted by path; nothing was changed for it.

    command_count: commands that ran since, of tools and of the user; what they changed is not taken
    back. problem: why nothing can be said at all, one sentence, "" in order.
    """

    rows: tuple[FileRewindRow, ...] = ()
    command_count: int = 0
    problem: str = ""


class RewindOutcome(StrEnum):
    """What became of a file."""

    RESTORED = "restored"  # as the row's action says
    UNCHANGED = "unchanged"  # it was as before already, or was not chosen
    CONFLICT = "conflict"  # left as it is: it is not what the session left there, or was not kept
    FAILED = "failed"  # the disk refused; left as it is


class FileRewindOutcome(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One file of a result. path, name: see `FileRewindRow`. reason: of a conflict or failure, one
    sentence."""

    path: str
    name: str
    action: RewindAction
    outcome: RewindOutcome
    reason: str = ""


class FileRewindResult(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a rewind, or redo, has done, sorted by path. rewind_id: what `redo` takes; "" when no
    file was changed. command_count, problem: see `FileRewindPreview`."""

    rows: tuple[FileRewindOutcome, ...] = ()
    rewind_id: str = ""
    command_count: int = 0
    problem: str = ""

    def with_outcome(self, outcome: RewindOutcome) -> tuple[FileRewindOutcome, ...]:
        """The files of which this became."""
        return tuple(row for row in self.rows if row.outcome is outcome)
