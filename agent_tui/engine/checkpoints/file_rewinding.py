"""Looks at files and takes them back. Blocking."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from agent_tui.engine.checkpoints import rewind_words
from agent_tui.engine.checkpoints.rewind_plan import Judgement, PlannedFile, judged
from agent_tui.protocol.checkpoint_ports import ContentStore, FoundFile, WorkspaceFiles
from agent_tui.protocol.checkpoints import (
    FileCheckpoint,
    FileKind,
    FileRewindOutcome,
    FileRewindRow,
    RewindAction,
    RewindOutcome,
)
from agent_tui.protocol.ids import new_id

_THREADS = 8

Job = TypeVar("Job")
Result = TypeVar("Result")


class JudgedFile(Struct, frozen=True, kw_only=True):
    """A file, what was found there, and what will be done, if it was chosen."""

    plan: PlannedFile
    found: FoundFile
    judgement: Judgement
    is_chosen: bool = True

    @property
    def is_to_do(self) -> bool:
        """It will be changed."""
        has_action = self.judgement.action is not RewindAction.NOTHING
        return self.is_chosen and has_action and not self.judgement.conflict


class DoneFile(Struct, frozen=True, kw_only=True):
    """A file after it was taken back, or was not. change: as the journal tells it afterwards."""

    outcome: RewindOutcome
    reason: str
    change: FileCheckpoint


class FileRewinding:
    """name: of a path for people."""

    def __init__(
        self, files: WorkspaceFiles, contents: ContentStore, name: Callable[[str], str]
    ) -> None:
        self._files, self._contents, self._name = files, contents, name

    def rows(self, plan: Sequence[PlannedFile]) -> tuple[FileRewindRow, ...]:
        """What would be done."""
        return tuple(self._row(self._judged(file)) for file in plan)

    def kept(
        self, plan: Sequence[PlannedFile], chosen: Container[str] | None
    ) -> tuple[JudgedFile, ...]:
        """What will be done, and what stands there now put aside for the way back. chosen: only
        these paths, and what `can_choose` among them; None: all."""
        kept = tuple(_side_by_side(lambda file: self._kept(file, chosen), plan))
        self._contents.sync()
        return kept

    def carried_out(
        self, files: Iterable[JudgedFile], changes: Iterable[FileCheckpoint]
    ) -> dict[str, DoneFile]:
        """Take files back, by path. changes: one for each, as it was announced."""
        done = _side_by_side(self._done, list(zip(files, changes, strict=True)))
        by_path = {file.change.path: file for file in done}
        self._files.sync_folders(by_path)
        return by_path

    def remove_folders(self, files: Iterable[JudgedFile]) -> None:
        """Remove those that the changes of these files made, when they are empty now."""
        gone = (
            file.plan
            for file in files
            if file.plan.target.kind is FileKind.MISSING
            and file.is_chosen
            and not file.judgement.conflict
        )
        self._files.remove_empty([folder for plan in gone for folder in plan.new_folders])

    def outcome(self, file: JudgedFile, done: DoneFile | None) -> FileRewindOutcome:
        """One file of the result. done: None when nothing was tried."""
        outcome, reason = RewindOutcome.UNCHANGED, ""
        if file.judgement.conflict:
            outcome, reason = RewindOutcome.CONFLICT, file.judgement.conflict
        elif done is not None:
            outcome, reason = done.outcome, done.reason
        return FileRewindOutcome(
            path=file.plan.path,
            name=self._name(file.plan.path),
            action=file.judgement.action,
            outcome=outcome,
            reason=reason,
        )

    def _done(self, job: tuple[JudgedFile, FileCheckpoint]) -> DoneFile:
        file, change = job
        path = change.path
        outcome, reason = self._files.put(path, file.plan.target, file.found, self._contents)
        after = change.before
        if outcome is RewindOutcome.RESTORED:
            after = replace(change.after, mode=self._files.glance(path).state.mode)
        ended = replace(change, after=after, is_done=True)
        return DoneFile(outcome=outcome, reason=reason, change=ended)

    def _row(self, file: JudgedFile) -> FileRewindRow:
        path, judgement = file.plan.path, file.judgement
        counts = None
        if judgement.action is not RewindAction.NOTHING and not file.found.obstacle:
            counts = self._files.line_counts(path, file.plan.target, self._contents)
        return FileRewindRow(
            path=path,
            name=self._name(path),
            action=judgement.action,
            conflict=judgement.conflict,
            can_choose=judgement.can_choose,
            added=counts[0] if counts else None,
            removed=counts[1] if counts else None,
        )

    def _judged(self, plan: PlannedFile) -> JudgedFile:
        found = self._files.look(plan.path)
        has_content = self._contents.has(plan.target.digest)
        judgement = judged(plan, found, has_content=has_content)
        return JudgedFile(plan=plan, found=found, judgement=judgement)

    def _kept(self, plan: PlannedFile, chosen: Container[str] | None) -> JudgedFile:
        file = self._judged(plan)
        if chosen is not None and plan.path not in chosen:
            return replace(file, is_chosen=False)
        if chosen is not None and file.judgement.can_choose:
            file = replace(file, judgement=replace(file.judgement, conflict=""))
        if not file.is_to_do or file.found.state.kind is FileKind.MISSING:
            return file
        # Whatever the limit: what is overwritten now must not be lost.
        found = self._files.look(plan.path, keep_in=self._contents, has_limit=False)
        if found.identity == file.found.identity and found.state.is_kept:
            return replace(file, found=found)
        conflict = found.keeping_failed or rewind_words.NOT_KEPT_NOW
        return replace(file, judgement=replace(file.judgement, conflict=conflict))


def _side_by_side(work: Callable[[Job], Result], jobs: Sequence[Job]) -> list[Result]:
    """The results in the order of the jobs. A disk writes through for several at once."""
    if len(jobs) <= 1:
        return [work(job) for job in jobs]
    from concurrent.futures import ThreadPoolExecutor  # late: few rewinds are of several files

    with ThreadPoolExecutor(_THREADS, thread_name_prefix="rewind") as threads:
        return list(threads.map(work, jobs))


def announced(
    files: Sequence[JudgedFile], rewind_id: str, redo_of: str, *, tip: str
) -> tuple[FileCheckpoint, ...]:
    """The changes that taking files back is, as they are written before."""
    return tuple(
        FileCheckpoint(
            id=new_id(),
            path=file.plan.path,
            before=file.found.state,
            after=replace(file.plan.target, is_kept=False),
            rewind_id=rewind_id,
            redo_of=redo_of,
            tip=tip,
            new_folders=file.found.missing_folders,
        )
        for file in files
    )
