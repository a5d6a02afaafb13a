"""The changes of one session, in their order: in its journal, and those that are not there yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import takewhile
from typing import Protocol

from agent_tui.engine.checkpoints.checkpoint_threads import CheckpointThreads
from agent_tui.engine.turns.history import History
from agent_tui.protocol.checkpoint_ports import CheckpointDisk, CheckpointReading
from agent_tui.protocol.checkpoints import FileCheckpoint, latest


class ChangeJournal(Protocol):
    """What is used of a `JournalWriter`."""

    @property
    def path(self) -> str:
        """The session's folder, "" while there is none."""
        ...

    def append_checkpoint(self, checkpoint: FileCheckpoint) -> None:
        """A file that is about to be changed, or was."""
        ...

    async def sync(self) -> None:
        """Write all that waits and let it reach the disk."""
        ...


class ChangeLog:
    """Use on the controller's loop. The journal is read when somebody asks, which costs less than
    to keep what nobody may ever ask for. A session without a journal keeps its changes in memory,
    and so does one whose disk refuses."""

    def __init__(
        self,
        disk: CheckpointDisk,
        journal: ChangeJournal,
        history: History,
        threads: CheckpointThreads,
    ) -> None:
        self._disk, self._journal, self._history = disk, journal, history
        self._threads = threads
        self._recent: dict[str, FileCheckpoint] = {}  # of this run
        self._prompts: dict[str, int] = {}  # id of a prompt to the number of changes before it

    async def add(self, changes: Iterable[FileCheckpoint]) -> None:
        """Write changes that are about to be made; they are on the disk afterwards."""
        prompt = self._history.last_prompt
        if prompt is not None:
            self._prompts.setdefault(prompt.id, len(self._recent))
        self.note(changes)
        await self._journal.sync()

    def note(self, changes: Iterable[FileCheckpoint]) -> None:
        """Write how changes ended."""
        for change in changes:
            self._recent[change.id] = change
            self._journal.append_checkpoint(change)

    async def since(self, message_id: str) -> tuple[FileCheckpoint, ...]:
        """What was changed after the message was written. Raises `OSError`."""
        stored = await self._read(partial(self._disk.changes_since, message_id=message_id))
        changes = stored.changes if stored.is_found else ()
        recent = tuple(self._recent.values())
        unstored = recent[self._changes_before(message_id, len(recent)) :]
        return tuple(latest((*changes, *unstored)))

    async def last_rewinds(self) -> tuple[FileCheckpoint, ...]:
        """What rewinds and redos changed since the last change of a tool. Raises `OSError`."""
        stored = await self._read(self._disk.last_rewinds)
        recent = tuple(takewhile(lambda one: one.rewind_id, reversed(self._recent.values())))
        if len(recent) < len(self._recent):  # a tool's change stands before them
            return recent[::-1]
        return tuple(latest((*stored.changes, *reversed(recent))))

    async def _read(self, read: Callable[[str], CheckpointReading]) -> CheckpointReading:
        if not (folder := self._journal.path):
            return CheckpointReading()
        await self._journal.sync()
        try:
            return await self._threads.run(partial(read, folder))
        except FileNotFoundError:  # a host keeps its journals elsewhere
            return CheckpointReading()

    def _changes_before(self, message_id: str, count: int) -> int:
        """The next prompt that saw a change tells; those before it saw none."""
        is_behind = False
        for message in self._history.recent:
            is_behind = is_behind or message.id == message_id
            if is_behind and message.id in self._prompts:
                return self._prompts[message.id]
        return count
