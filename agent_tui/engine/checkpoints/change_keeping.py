"""Keeps what stands in a file before a tool changes it, and notes how the change ended."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial

import anyio
from msgspec.structs import replace

from agent_tui.engine.checkpoints.change_log import ChangeLog
from agent_tui.engine.checkpoints.checkpoint_place import CheckpointPlace
from agent_tui.engine.checkpoints.checkpoint_threads import CheckpointThreads
from agent_tui.engine.checkpoints.keeping_notices import KeepingNotices
from agent_tui.protocol.checkpoint_ports import FoundFile
from agent_tui.protocol.checkpoints import ComingChange, FileCheckpoint, FileKind, FileState
from agent_tui.protocol.ids import new_id


class ChangeKeeping:
    """Use on the controller's loop."""

    def __init__(
        self,
        place: CheckpointPlace,
        log: ChangeLog,
        threads: CheckpointThreads,
        notices: KeepingNotices,
    ) -> None:
        self._place, self._log, self._threads = place, log, threads
        self._notices = notices

    @asynccontextmanager
    async def changing(
        self, changes: Sequence[ComingChange], *, turn_id: str, call_id: str
    ) -> AsyncIterator[None]:
        """Around a change. Content first, then the journal, both through to the disk, then the
        change: whenever the program is killed, there is either no change, or one that the journal
        tells of and whose former content is there."""
        async with self._threads.lock:
            begun, found = await self._threads.run(partial(self._kept, changes))
            begun = [replace(one, turn_id=turn_id, call_id=call_id) for one in begun]
            self._notices.tell(begun, found)
            await self._log.add(begun)
        is_done = False
        try:
            yield
            is_done = True
        finally:
            # A cancelled tool is not waited for long, and one look is short.
            with anyio.CancelScope(shield=True):
                work = partial(self._ended, begun, is_done=is_done)
                self._log.note(await self._threads.run(work))

    def _kept(
        self, changes: Sequence[ComingChange]
    ) -> tuple[list[FileCheckpoint], list[FoundFile]]:
        files, contents = self._place.disk.files, self._place.contents
        places = {files.real_place(change.path): change for change in changes}
        found = {path: files.look(path, keep_in=contents) for path in places}
        if any(one.state.is_kept for one in found.values()):
            contents.sync()
        begun = [
            FileCheckpoint(
                id=new_id(),
                path=path,
                before=found[path].state,
                after=_coming_state(change),
                new_folders=found[path].missing_folders,
            )
            for path, change in places.items()
        ]
        return begun, list(found.values())

    def _ended(self, begun: Sequence[FileCheckpoint], *, is_done: bool) -> list[FileCheckpoint]:
        return [replace(one, after=self._after(one, is_done), is_done=True) for one in begun]

    def _after(self, change: FileCheckpoint, is_done: bool) -> FileState:
        """What the change left; only what nobody can know is read once more."""
        coming = change.after
        seen = self._place.disk.files.glance(change.path).state
        is_as_told = seen.kind is coming.kind and (seen.size == coming.size or not coming.digest)
        if is_done and is_as_told and (coming.digest or coming.kind is FileKind.MISSING):
            return replace(seen, digest=coming.digest)
        return self._place.disk.files.look(change.path).state


def _coming_state(change: ComingChange) -> FileState:
    import hashlib  # late: it loads OpenSSL

    if change.is_removal:
        return FileState()
    if change.content is None:
        return FileState(kind=FileKind.FILE)
    digest = hashlib.sha256(change.content).hexdigest()
    return FileState(kind=FileKind.FILE, digest=digest, size=len(change.content))
