"""What taking changes back means for each file. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from agent_tui.engine.checkpoints import rewind_words
from agent_tui.protocol.checkpoint_ports import MAX_KEPT_BYTES, FoundFile
from agent_tui.protocol.checkpoints import FileCheckpoint, FileKind, FileState, RewindAction


class PlannedFile(Struct, frozen=True, kw_only=True):
    """One file. target: what shall stand there. expected: what may stand there now, because the
    session left it so. new_folders: made by the changes, to be removed when they are empty.
    has_gap: somebody else changed it between two of the changes."""

    path: str
    target: FileState
    expected: tuple[FileState, ...]
    new_folders: tuple[str, ...] = ()
    has_gap: bool = False


class Judgement(Struct, frozen=True, kw_only=True):
    """What will be done with a file as it was found; conflict, can_choose: see `FileRewindRow`."""

    action: RewindAction
    conflict: str = ""
    can_choose: bool = False


def planned(changes: Iterable[FileCheckpoint]) -> tuple[PlannedFile, ...]:
    """All files of the changes, sorted by path. changes: in their order, each once."""
    chains: dict[str, list[FileCheckpoint]] = {}
    for change in changes:
        if not (change.is_done and is_same(change.before, change.after)):  # it came to nothing
            chains.setdefault(change.path, []).append(change)
    return tuple(_planned(path, chains[path]) for path in sorted(chains))


def judged(file: PlannedFile, found: FoundFile, *, has_content: bool) -> Judgement:
    """What can be done. has_content: the content of the target is there to be put back."""
    if not found.obstacle and is_same(found.state, file.target):
        return Judgement(action=RewindAction.NOTHING)
    action = _action(file.target, found.state)
    conflict = found.obstacle or _conflict(file, found.state, has_content=has_content)
    if not conflict and file.has_gap:
        return Judgement(action=action, conflict=rewind_words.HAS_GAP, can_choose=True)
    return Judgement(action=action, conflict=conflict)


def is_same(one: FileState, other: FileState) -> bool:
    """True when both are known to be alike; a mode that nobody knew counts as alike."""
    if one.kind is not other.kind:
        return False
    if one.kind is FileKind.MISSING:
        return True
    has_same_mode = None in (one.mode, other.mode) or one.mode == other.mode
    return bool(one.digest) and one.digest == other.digest and has_same_mode


def _planned(path: str, chain: Sequence[FileCheckpoint]) -> PlannedFile:
    folders = dict.fromkeys(folder for change in chain for folder in change.new_folders)
    return PlannedFile(
        path=path,
        target=chain[0].before,
        expected=_left_by(chain[-1]),
        new_folders=tuple(folders),
        has_gap=any(
            not _is_one_of(later.before, _left_by(earlier)) for earlier, later in pairwise(chain)
        ),
    )


def _left_by(change: FileCheckpoint) -> tuple[FileState, ...]:
    # A change that nobody saw done may have been stopped before it was made.
    return (change.after,) if change.is_done else (change.after, change.before)


def _is_one_of(state: FileState, expected: Iterable[FileState]) -> bool:
    return any(is_same(state, one) for one in expected)


def _action(target: FileState, now: FileState) -> RewindAction:
    if target.kind is FileKind.MISSING:
        return RewindAction.DELETE
    return RewindAction.RECREATE if now.kind is FileKind.MISSING else RewindAction.RESTORE


def _conflict(file: PlannedFile, now: FileState, *, has_content: bool) -> str:
    if not _is_one_of(now, file.expected):
        return rewind_words.changed_since(file.expected[0], now)
    target = file.target
    if target.kind is FileKind.OTHER:
        return rewind_words.WAS_NO_FILE
    if target.kind is not FileKind.MISSING and not target.is_kept:
        return rewind_words.not_kept(is_too_large=target.size > MAX_KEPT_BYTES)
    if target.kind is not FileKind.MISSING and not has_content:
        return rewind_words.CONTENT_GONE
    return ""
