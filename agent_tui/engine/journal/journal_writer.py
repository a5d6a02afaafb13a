"""Writes one session's journal, and never lets the disk stop a conversation."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import anyio
import anyio.to_thread

from agent_tui.engine.background_tasks import Job
from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.journal.completed_journal import completed
from agent_tui.engine.journal.delta_buffer import DeltaBuffer, PartKey
from agent_tui.engine.journal.history_entry import history_entry
from agent_tui.engine.journal.journal_entries import Entry, JournalEntries
from agent_tui.errors import SessionStorageFailed
from agent_tui.protocol.drafts import NO_EXTRAS, DraftExtras
from agent_tui.protocol.messages import ChatMessage, ShellCommand
from agent_tui.protocol.permissions import Grant
from agent_tui.protocol.ports import SessionJournal
from agent_tui.protocol.sessions import SessionInfo

Result = TypeVar("Result")

_MOST_INLINE = 50  # messages, each of which takes some microseconds
ChangeListener = Callable[[SessionStorageFailed | None], None]


class JournalWriter(JournalEntries):
    """Between a session and its journal. Use on the controller's loop.

    The folder is made at the first message or non-empty draft. `append_*` write at once, which
    costs microseconds; creating, syncing and closing happen in a thread. While a thread writes, or
    the disk refuses, entries wait in order; each `sync` tries again.

    on_change hears of the first success, of a failure after success, and of success after failure.
    create: makes the journal of a session that has a history, at the first `sync`.
    """

    def __init__(
        self,
        parts: EngineParts,
        *,
        info: Callable[[], SessionInfo],
        on_change: ChangeListener,
        journal: SessionJournal | None = None,
        is_off: bool = False,
        create: Callable[[SessionInfo], SessionJournal] | None = None,
    ) -> None:
        self._store, self._clock, self._tasks = parts.store, parts.clock, parts.tasks
        self._flush_s = parts.options.delta_flush_s
        self._info, self._on_change = info, on_change
        self._journal = None if journal is None else completed(journal)
        self._is_off = is_off or parts.store is None
        self._create = create
        self._is_working = journal is not None
        self._is_wanted = self._is_working or create is not None
        self._is_unsynced = create is not None
        self._is_failing = False
        self._is_timer_set = False
        self._backlog: deque[Entry] = deque()
        self._handed_over: deque[Entry] = deque()  # what the thread has still to write
        self._early_grants: Entry | None = None  # made before anything was to be written
        self._draft: Entry | None = None
        self._deltas = DeltaBuffer()
        self._busy: anyio.Event | None = None  # of the thread that has the journal now
        self._limiter: anyio.CapacityLimiter | None = None

    @property
    def path(self) -> str:
        """The session's folder, "" while there is none."""
        return "" if self._journal is None else self._journal.path

    @property
    def is_written(self) -> bool:
        """Nothing waits to be written."""
        waits = self._backlog or self._handed_over
        return self._is_off or not (waits or self._is_failing or self._journal is None)

    def append_message(self, message: ChatMessage) -> None:
        """A whole message, instead of its deltas."""
        if not self._is_off:
            self._deltas.drop(message.id)
            self._want()
            self.append(lambda journal: journal.append_message(message))

    def append_history(
        self, messages: Sequence[ChatMessage], *, at: str | None, message_count: int
    ) -> None:
        """A changed history, see `WholeHistoryJournal`. A long one is written by a thread."""
        if messages and not self._is_off:
            self._want()
        if len(messages) > _MOST_INLINE and self._is_wanted and not self._is_off:
            self._backlog.append(history_entry(messages, at=at, message_count=message_count))
            self._tasks.start_soon(self.sync)
        else:
            self.append(history_entry(messages, at=at, message_count=message_count))

    def append_delta(self, key: PartKey, text: str) -> None:
        """Streamed text; on disk within the flush time, even when nothing more arrives."""
        if self._is_off or self._is_failing:
            return  # the whole message comes later
        self._deltas.add(key, text)
        if not self._is_timer_set:
            self._is_timer_set = True
            self._tasks.start_soon(self._flush_later)

    def append_grants(self, grants: Sequence[Grant]) -> None:
        """The session's own grants. Alone they make no folder; they are kept for it."""

        def entry(journal: SessionJournal) -> None:
            journal.append_grants(grants)

        if self._is_wanted:
            self.append(entry)
        else:
            self._early_grants = entry

    def append_shells(self, commands: Sequence[ShellCommand]) -> None:
        """The user's shell commands that run."""
        if not self._is_off:
            self._want()
            self.append(lambda journal: journal.append_shells(commands))

    async def save_blob(self, name: str, data: bytes) -> str:
        """Keep a file beside the journal and return its path, "" when this session is not stored or
        the disk refuses."""
        if self._journal is None or self._is_off:
            return ""
        try:
            return await self._in_thread(partial(self._journal.save_blob, name, data))
        except SessionStorageFailed as error:
            self._note(error)
            return ""

    def save_draft(self, text: str, extras: DraftExtras = NO_EXTRAS) -> None:
        """Unsent text of the composer, written in the background; the newest one counts."""
        if not self._is_off and (text or extras != NO_EXTRAS or self._is_wanted):
            self._want()
            self._draft = lambda journal: journal.save_draft(text, extras)
            self._tasks.start_soon(self.sync)

    def flush(self) -> None:
        """Write the deltas that wait, without syncing."""
        for key, text in self._deltas.take():
            self.append(_delta_entry(key, text))

    async def sync(self) -> None:
        """Write all that waits and let it reach the disk. Never raises `SessionStorageFailed`.

        Cancelling the caller ends its wait at once, also when the disk hangs, and not the writing.
        """
        self.flush()
        await self._until_free()
        if not self._is_off and (self._backlog or self._draft is not None or self._is_unsynced):
            await self._run(self._write_in_thread)

    async def close(self, reason: str) -> None:
        """Sync and close the journal; nothing is written afterwards. May be called twice."""
        await self.sync()
        await self._until_free()
        journal, was_off, self._is_off = self._journal, self._is_off, True
        if journal is not None and not was_off:
            await self._run(partial(self._close_in_thread, journal, reason))

    async def _run(self, job: Job) -> None:
        busy = self._busy = anyio.Event()
        if not self._tasks.is_running:
            await job()
        else:
            self._tasks.start_soon(job)
            await busy.wait()

    async def _until_free(self) -> None:
        while self._busy is not None:
            await self._busy.wait()

    def _free(self) -> None:
        busy, self._busy = self._busy, None
        if busy is not None:
            busy.set()

    def _want(self) -> None:
        self._is_wanted = True
        if self._early_grants is not None:
            self._backlog.append(self._early_grants)
            self._early_grants = None

    def append(self, entry: Entry) -> None:
        """See `JournalEntries`."""
        if self._is_off or not self._is_wanted:
            return  # what is not in the journal yet stands in the info it is created with
        self._backlog.append(entry)
        if self._journal is not None and self._busy is None and not self._is_failing:
            self._write_inline(self._journal)

    def _write_inline(self, journal: SessionJournal) -> None:
        self._is_unsynced = self._is_unsynced or bool(self._backlog)
        try:
            _write_all(self._backlog, journal)
        except SessionStorageFailed as error:
            self._note(error)

    async def _write_in_thread(self) -> None:
        entries, self._backlog = self._backlog, deque()
        self._handed_over = entries
        draft, self._draft = self._draft, None
        info, failure = self._info(), None
        self._is_unsynced = False
        is_done = False
        try:
            await self._in_thread(partial(self._write_blocking, info, entries, draft))
            is_done = True
        except SessionStorageFailed as error:
            failure = error
        finally:
            self._backlog, self._handed_over = entries + self._backlog, deque()
            if not is_done:
                self._is_unsynced = True
                self._draft = draft if self._draft is None else self._draft
            self._free()
        self._note(failure)
        if failure is None and self._journal is not None:
            self._write_inline(self._journal)

    async def _close_in_thread(self, journal: SessionJournal, reason: str) -> None:
        try:
            await self._in_thread(partial(journal.close, reason))
        except SessionStorageFailed as error:
            self._note(error)
        finally:
            self._free()

    async def _in_thread(self, write: Callable[[], Result]) -> Result:
        # Private: a disk that hangs must not take the threads of other sessions. Made on first use,
        # because it belongs to a loop.
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(1)
        # Cancelled only when the engine has stopped; a disk that hangs must not keep it alive.
        return await anyio.to_thread.run_sync(write, limiter=self._limiter, abandon_on_cancel=True)

    def _write_blocking(
        self, info: SessionInfo, entries: deque[Entry], draft: Entry | None
    ) -> None:
        if self._journal is None and self._store is not None:
            self._journal = completed((self._create or self._store.create)(info))
        if self._journal is not None:
            _write_all(entries, self._journal)
            if draft is not None:
                draft(self._journal)
            self._journal.sync()

    async def _flush_later(self) -> None:
        await self._clock.sleep(self._flush_s)
        self._is_timer_set = False
        self.flush()

    def _note(self, failure: SessionStorageFailed | None) -> None:
        was_failing, self._is_failing = self._is_failing, failure is not None
        if failure is not None and not was_failing:
            self._on_change(failure)
        elif failure is None and (was_failing or not self._is_working):
            self._is_working = True
            self._on_change(None)


def _delta_entry(key: PartKey, text: str) -> Entry:
    return lambda journal: journal.append_delta(
        message_id=key.message_id,
        turn_id=key.turn_id,
        part_id=key.part_id,
        kind=key.kind,
        text=text,
    )


def _write_all(entries: deque[Entry], journal: SessionJournal) -> None:
    while entries:
        entries[0](journal)
        entries.popleft()
