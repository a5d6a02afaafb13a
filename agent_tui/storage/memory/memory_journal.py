"""A session in memory, and its writing end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from agent_tui.errors import ClosedResourceError
from agent_tui.protocol.checkpoints import FileCheckpoint
from agent_tui.protocol.drafts import NO_EXTRAS, DraftExtras
from agent_tui.protocol.events import PartKind
from agent_tui.protocol.ids import short_id
from agent_tui.protocol.messages import ChatMessage, ShellCommand
from agent_tui.protocol.permissions import Grant, PermissionMode
from agent_tui.protocol.ports import StoredSession
from agent_tui.protocol.sessions import QueuedPrompt, SessionInfo
from agent_tui.protocol.skills import Skill
from agent_tui.protocol.usage import Usage
from agent_tui.storage.journal.entries import (
    AnyEntry,
    CheckpointEntry,
    DeltaEntry,
    GrantEntry,
    HeadEntry,
    JournalEntry,
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
    new_entry_id,
)
from agent_tui.storage.journal.first_lines import first_lines
from agent_tui.storage.journal.journal_scan import scan_journal
from agent_tui.storage.journal.session_replay import SessionReplay


class MemorySession:
    """The entries of one session, which are what a journal's lines would be. Thread-safe.
    writer: its open journal."""

    def __init__(self, info: SessionInfo) -> None:
        scan = scan_journal(first_lines(info, "")[0], session_id=info.id)
        self._id, self._header = info.id, scan.header
        self._entries: list[AnyEntry] = list(scan.entries)
        self._guard = threading.Lock()
        self.draft, self.draft_extras = "", NO_EXTRAS
        self.writer: MemoryJournal | None = None

    def add(self, entry_type: Callable[..., JournalEntry], fields: dict[str, Any]) -> None:
        """Append an entry."""
        with self._guard:
            parent = self._entries[-1].id if self._entries else self._header.id
            entry = entry_type(id=new_entry_id(), parent=parent, ts=time.time(), **fields)
            self._entries.append(entry)  # type: ignore[arg-type]

    def stored(self) -> StoredSession:
        """The session as it is now."""
        with self._guard:
            entries = tuple(self._entries)
        replay = SessionReplay(self._header, entries)
        replay.count()
        facts = replay.facts
        return StoredSession(
            info=facts.info(self._id),
            messages=replay.messages,
            draft=self.draft,
            draft_extras=self.draft_extras,
            queued=facts.queued,
            grants=facts.grants,
            waiting=facts.waiting,
            shells=facts.shells,
            redo=facts.redo,
            pins=facts.pins,
        )


class MemoryJournal:
    """Implements `SessionJournal`. on_write: called with each entry."""

    def __init__(
        self, session: MemorySession, session_id: str, on_write: Callable[[], None]
    ) -> None:
        self._session, self._id, self._on_write = session, session_id, on_write
        self._is_closed = False
        session.writer = self

    @property
    def path(self) -> str:
        """There is no folder."""
        return ""

    def append_message(self, message: ChatMessage) -> None:
        """See `SessionJournal`."""
        self._add(MessageEntry, message=message)

    def append_delta(
        self, *, message_id: str, turn_id: str, part_id: str, kind: PartKind, text: str
    ) -> None:
        """See `SessionJournal`."""
        place = {"message_id": message_id, "turn_id": turn_id, "part_id": part_id}
        self._add(DeltaEntry, **place, kind=kind, text=text)

    def append_model(self, provider: str, model: str) -> None:
        """See `SessionJournal`."""
        self._add(ModelEntry, provider=provider, model=model)

    def append_title(self, title: str) -> None:
        """See `SessionJournal`."""
        self._add(TitleEntry, title=title)

    def append_queue(self, prompts: Sequence[QueuedPrompt]) -> None:
        """See `SessionJournal`."""
        self._add(QueueEntry, prompts=tuple(prompts))

    def append_mode(self, mode: PermissionMode) -> None:
        """See `SessionJournal`."""
        self._add(ModeEntry, mode=mode)

    def append_grants(self, grants: Sequence[Grant]) -> None:
        """See `SessionJournal`."""
        self._add(GrantEntry, grants=tuple(grants))

    def append_waiting(self, part_ids: Sequence[str]) -> None:
        """See `SessionJournal`."""
        self._add(WaitingEntry, part_ids=tuple(part_ids))

    def append_shells(self, commands: Sequence[ShellCommand]) -> None:
        """See `SessionJournal`."""
        self._add(ShellsEntry, commands=tuple(commands))

    def append_head(
        self, at: str, *, message_count: int, context_tokens: int, redo: Sequence[str]
    ) -> None:
        """See `SessionJournal`."""
        counts = {"message_count": message_count, "context_tokens": context_tokens}
        self._add(HeadEntry, at=at, **counts, redo=tuple(redo))

    def append_label(self, message_id: str, label: str) -> None:
        """See `SessionJournal`."""
        self._add(LabelEntry, message_id=message_id, label=label)

    def append_pins(self, message_ids: Sequence[str]) -> None:
        """See `SessionJournal`."""
        self._add(PinsEntry, message_ids=tuple(message_ids))

    def append_checkpoint(self, checkpoint: FileCheckpoint) -> None:
        """See `SessionJournal`."""
        self._add(CheckpointEntry, checkpoint=checkpoint)

    def append_skills(self, skills: Sequence[Skill]) -> None:
        """See `SessionJournal`."""
        self._add(SkillsEntry, skills=tuple(skills))

    def append_usage(self, usage: Usage) -> None:
        """See `SessionJournal`."""
        self._add(UsageEntry, usage=usage)

    def save_blob(self, name: str, data: bytes) -> str:
        """Nothing is kept beside the messages."""
        return ""

    def save_draft(self, text: str, extras: DraftExtras = NO_EXTRAS) -> None:
        """See `SessionJournal`."""
        self._check_open()
        self._session.draft, self._session.draft_extras = text, extras

    def sync(self) -> None:
        """There is no disk."""
        self._check_open()

    def close(self, reason: str) -> None:
        """See `SessionJournal`."""
        if not self._is_closed:
            self._is_closed = True
            self._session.writer = None

    def _add(self, entry_type: Callable[..., JournalEntry], /, **fields: Any) -> None:
        self._check_open()
        self._session.add(entry_type, fields)
        self._on_write()

    def _check_open(self) -> None:
        if self._is_closed:
            raise ClosedResourceError(f"Session {short_id(self._id)} is already closed.")
