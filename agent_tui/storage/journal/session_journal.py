"""The writing end of one stored session."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypedDict

from agent_tui.errors import ClosedResourceError, SessionStorageFailed
from agent_tui.protocol.checkpoints import FileCheckpoint
from agent_tui.protocol.drafts import NO_EXTRAS, DraftExtras
from agent_tui.protocol.events import PartKind
from agent_tui.protocol.ids import short_id
from agent_tui.protocol.messages import ChatMessage, ShellCommand
from agent_tui.protocol.permissions import Grant, PermissionMode
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.protocol.skills import Skill
from agent_tui.protocol.usage import Usage
from agent_tui.storage import drafts
from agent_tui.storage.atomic_write import write_atomically
from agent_tui.storage.disk_failures import disk_failures
from agent_tui.storage.journal.entries import (
    CheckpointEntry,
    ClosedEntry,
    DamageEntry,
    DeltaEntry,
    GrantEntry,
    HeadEntry,
    KnownEntry,
    LabelEntry,
    MessageEntry,
    ModeEntry,
    ModelEntry,
    PinsEntry,
    QueueEntry,
    ShellsEntry,
    SkillsEntry,
    TitleEntry,
    UsageEntry,
    WaitingEntry,
    encode_line,
    new_entry_id,
)
from agent_tui.storage.journal.journal_end import FACTS_EVERY_BYTES, LEAST_BYTES
from agent_tui.storage.journal.journal_facts import JournalFacts
from agent_tui.storage.journal.journal_file import JournalFile
from agent_tui.storage.lock import SessionLock
from agent_tui.storage.private_folder import check_folder
from agent_tui.storage.stored_images import StoredImages
from agent_tui.storage.stored_paths import StoredPaths

BLOBS_NAME = "blobs"


class _Place(TypedDict):
    id: str
    parent: str
    ts: float


EntryAt = Callable[[_Place], KnownEntry]


class FileSessionJournal:
    """A `SessionJournal` in a folder. Methods may be called from any thread; a `sync` does not make
    an `append_*` wait. After `close` they raise `ClosedResourceError`.

    Owns `file`, `lock` and `facts`, which tell of the entries so far. last_id: id of the entry that
    new ones follow. on_close: called once with the session's id and its facts before the lock is
    given back; must not raise.
    """

    def __init__(
        self,
        folder: Path,
        file: JournalFile,
        lock: SessionLock,
        *,
        last_id: str,
        facts: JournalFacts,
        on_close: Callable[[str, JournalFacts], None],
    ) -> None:
        self._folder, self._file, self._lock = folder, file, lock
        self._last_id, self._facts, self._on_close = last_id, facts, on_close
        self._images, self._paths = StoredImages(folder), StoredPaths(folder)
        self._unsummed_bytes = 0  # written since the facts were
        self._guard = threading.Lock()  # entries: one at a time, in the order of their parents
        self._sync_guard = threading.Lock()  # the file is not closed under a running sync
        self._is_closed = self._is_message_last = False

    @property
    def path(self) -> str:
        """The session's folder."""
        return str(self._folder)

    def append_message(self, message: ChatMessage) -> None:
        """A whole message; it supersedes the deltas that were written for the same message id."""
        stored = self._paths.written(self._images.of_message(message))
        self._append(lambda place: MessageEntry(**place, message=stored))

    def append_history(
        self, messages: Sequence[ChatMessage], *, at: str | None, message_count: int
    ) -> None:
        """See `WholeHistoryJournal`."""
        entries: list[EntryAt] = []
        if at is not None:
            entries.append(lambda place: HeadEntry(**place, at=at, message_count=message_count))
        for message in messages:
            stored = self._paths.written(self._images.of_message(message))
            entries.append(partial(_message_entry, stored))
        self._append(*entries)

    def append_delta(
        self, *, message_id: str, turn_id: str, part_id: str, kind: PartKind, text: str
    ) -> None:
        """Streamed text of a message that is not whole yet."""
        self._append(
            lambda place: DeltaEntry(
                **place,
                message_id=message_id,
                turn_id=turn_id,
                part_id=part_id,
                kind=kind,
                text=text,
            )
        )

    def append_model(self, provider: str, model: str) -> None:
        """The session uses another model from here on."""
        self._append(lambda place: ModelEntry(**place, provider=provider, model=model))

    def append_title(self, title: str) -> None:
        """The session's title, for lists."""
        self._append(lambda place: TitleEntry(**place, title=title))

    def append_queue(self, prompts: Sequence[QueuedPrompt]) -> None:
        """The prompts that wait; each call replaces the former list."""
        of_queue = self._images.of_queue
        self._append(lambda place: QueueEntry(**place, prompts=of_queue(prompts)))

    def append_mode(self, mode: PermissionMode) -> None:
        """What the session may do without asking, from here on."""
        self._append(lambda place: ModeEntry(**place, mode=mode))

    def append_grants(self, grants: Sequence[Grant]) -> None:
        """The session's own grants; each call replaces the former list."""
        self._append(lambda place: GrantEntry(**place, grants=tuple(grants)))

    def append_waiting(self, part_ids: Sequence[str]) -> None:
        """The tool call parts that wait for people; each call replaces the former list."""
        self._append(lambda place: WaitingEntry(**place, part_ids=tuple(part_ids)))

    def append_shells(self, commands: Sequence[ShellCommand]) -> None:
        """The user's shell commands that run; each call replaces the former list."""
        self._append(lambda place: ShellsEntry(**place, commands=tuple(commands)))

    def append_head(
        self, at: str, *, message_count: int, context_tokens: int, redo: Sequence[str]
    ) -> None:
        """The history goes on after the message `at`; see `HeadEntry`."""
        self._append(
            lambda place: HeadEntry(
                **place,
                at=at,
                message_count=message_count,
                context_tokens=context_tokens,
                redo=tuple(redo),
            )
        )

    def append_label(self, message_id: str, label: str) -> None:
        """The user's name for the turn that begins with this message."""
        self._append(lambda place: LabelEntry(**place, message_id=message_id, label=label))

    def append_pins(self, message_ids: Sequence[str]) -> None:
        """The messages that are sent word for word; each call replaces the former list."""
        self._append(lambda place: PinsEntry(**place, message_ids=tuple(message_ids)))

    def append_checkpoint(self, checkpoint: FileCheckpoint) -> None:
        """A file that is about to be changed, or was; the later one with the same id counts."""
        self._append(lambda place: CheckpointEntry(**place, checkpoint=checkpoint))

    def append_skills(self, skills: Sequence[Skill]) -> None:
        """The skills that are active; each call replaces the former list."""
        self._append(lambda place: SkillsEntry(**place, skills=tuple(skills)))

    def append_usage(self, usage: Usage) -> None:
        """What a request took that left no answer in the history."""
        self._append(lambda place: UsageEntry(**place, usage=usage))

    def append_damage(self, copy_name: str) -> None:
        """The unreadable lines so far were reported, the file as it was is kept as `copy_name`."""
        self._append(lambda place: DamageEntry(**place, copy=copy_name))

    def save_blob(self, name: str, data: bytes) -> str:
        """A file of the session (0600) in its folder `blobs`; returns its absolute path.

        name: a file name without folders; a former file of this name is replaced.
        """
        self._check_open()
        path = self._folder.absolute() / BLOBS_NAME / Path(name).name
        with disk_failures(path, session_id=self._folder.name):
            check_folder(self._folder)
            write_atomically(path, data)
        return str(path)

    def save_draft(self, text: str, extras: DraftExtras = NO_EXTRAS) -> None:
        """Unsent composer text, atomically beside the journal; "" without extras removes it."""
        self._check_open()
        with disk_failures(self._folder / drafts.DRAFT_NAME, session_id=self._folder.name):
            check_folder(self._folder)
            drafts.save_draft(self._folder, text, self._images.of_draft(extras))

    def sync(self) -> None:
        """fsync: what was appended survives a power cut. Call it off the loop."""
        with self._sync_guard:
            self._check_open()
            self._file.sync()

    def close(self, reason: str) -> None:
        """Write the closing entry, sync, update the index, release the lock. May be called twice.

        Raises `SessionStorageFailed` when the entry cannot be written; it is closed all the same.
        """
        with self._sync_guard, self._guard:
            if self._is_closed:
                return
            self._is_closed = True
            try:
                if self._file.size >= LEAST_BYTES:
                    self._write_facts()
                self._write(lambda place: ClosedEntry(**place, reason=reason))
                self._file.sync()
            finally:
                self._file.close()
                self._on_close(self._folder.name, self._facts)
                self._lock.release()

    def _append(self, *entries_at: EntryAt) -> None:
        with self._guard:
            self._check_open()
            self._write(*entries_at)
            # Behind a whole message only: a reader who starts there must not meet half of one.
            if self._is_message_last and self._unsummed_bytes >= FACTS_EVERY_BYTES:
                self._write_facts()

    def _write_facts(self) -> None:
        # Nothing is lost without them, and the entry before them is written: no failure of its own.
        with suppress(SessionStorageFailed):
            self._write(lambda place: self._facts.entry(**place))
            self._unsummed_bytes = 0

    def _write(self, *entries_at: EntryAt) -> None:
        """Write entries by one write: all of them, or none."""
        last_id, entries = self._last_id, list[KnownEntry]()
        for entry_at in entries_at:
            entry = entry_at(_Place(id=new_entry_id(), parent=last_id, ts=time.time()))
            entries.append(entry)
            last_id = entry.id
        lines = b"".join(map(encode_line, entries))
        self._file.append(lines)
        self._last_id = last_id  # only now: nothing may follow an entry that is not there
        for entry in entries:
            self._facts.apply(entry)
        self._unsummed_bytes += len(lines)
        self._is_message_last = isinstance(entries[-1], MessageEntry)

    def _check_open(self) -> None:
        if self._is_closed:
            raise ClosedResourceError(f"Session {short_id(self._folder.name)} is already closed.")


def _message_entry(message: ChatMessage, place: _Place) -> MessageEntry:
    return MessageEntry(**place, message=message)
