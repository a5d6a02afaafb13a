"""What is true of a session after some entry, apart from its messages; kept up entry by entry."""

from __future__ import annotations

from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import ChatMessage, ShellCommand
from agent_tui.protocol.permissions import Grant, PermissionMode
from agent_tui.protocol.sessions import QueuedPrompt, SessionInfo
from agent_tui.protocol.usage import Usage
from agent_tui.storage.journal.entries import (
    AnyEntry,
    DeltaEntry,
    FactsEntry,
    GrantEntry,
    JournalHeader,
    MessageEntry,
    ModeEntry,
    ModelEntry,
    QueueEntry,
    ShellsEntry,
    TitleEntry,
    WaitingEntry,
)
from agent_tui.storage.listing.prompt_titles import prompt_title

READABLE_KINDS = (PartKind.TEXT, PartKind.THINKING)


class JournalFacts:
    """The last entry of its kind counts. Of messages only counts are kept, and of those since the
    last prompt the ids: no entry changes a message before it. One thread at a time."""

    def __init__(self, header: JournalHeader) -> None:
        self._header = header
        self._title = self._prompt_title = ""
        self._updated = header.created
        self.provider = self.model = ""
        self.mode = PermissionMode.ASK
        self.queued: tuple[QueuedPrompt, ...] = ()
        self.grants: tuple[Grant, ...] = ()
        self.waiting: tuple[str, ...] = ()
        self.shells: tuple[ShellCommand, ...] = ()
        self._message_count = self._context_tokens = 0
        self._usage = Usage()
        self._recent: dict[str, Usage | None] = {}  # message id to usage, since the last prompt

    def apply(self, entry: AnyEntry) -> None:
        """Take the next entry."""
        self._updated = entry.ts or self._updated
        match entry:
            case MessageEntry(message=message):
                self._note_message(message)
            case DeltaEntry() if entry.kind in READABLE_KINDS and entry.text:
                self._note_id(entry.message_id)
            case ModelEntry():
                self.provider, self.model = entry.provider, entry.model
            case TitleEntry():
                self._title = entry.title
            case QueueEntry():
                self.queued = entry.prompts
            case ModeEntry() | GrantEntry() | WaitingEntry() | ShellsEntry():
                self._note_work(entry)
            case FactsEntry():
                self._take(entry)
            case _:
                pass  # damage, closed, and what later versions add, change nothing here

    def count(self, messages: tuple[ChatMessage, ...]) -> None:
        """All messages are known: count them exactly."""
        self._message_count = len(messages)
        used = [message.usage for message in messages if message.usage is not None]
        self._context_tokens = used[-1].total_tokens if used else 0
        self._usage = sum(used, Usage())

    def entry(self, *, id: str, parent: str, ts: float) -> FactsEntry:
        """All of it, as an entry from which a reader may start."""
        return FactsEntry(
            id=id,
            parent=parent,
            ts=ts,
            title=self.title,
            provider=self.provider,
            model=self.model,
            mode=self.mode,
            queued=self.queued,
            grants=self.grants,
            waiting=self.waiting,
            shells=self.shells,
            message_count=self._message_count,
            context_tokens=self._context_tokens,
            usage=self._usage,
        )

    @property
    def title(self) -> str:
        """The stored title; without one, the first prompt gives it."""
        return self._title or self._prompt_title

    def info(self, session_id: str) -> SessionInfo:
        """The snapshot of the session."""
        return SessionInfo(
            id=session_id,
            cwd=self._header.cwd,
            title=self.title,
            provider=self.provider,
            model=self.model,
            created=self._header.created,
            updated=self._updated,
            message_count=self._message_count,
            context_tokens=self._context_tokens,
            usage=self._usage,
            is_saved=True,
            permission_mode=self.mode,
        )

    def _note_work(self, entry: ModeEntry | GrantEntry | WaitingEntry | ShellsEntry) -> None:
        match entry:
            case ModeEntry():
                self.mode = entry.mode
            case GrantEntry():
                self.grants = entry.grants
            case WaitingEntry():
                self.waiting = entry.part_ids
            case ShellsEntry():
                self.shells = entry.commands

    def _note_message(self, message: ChatMessage) -> None:
        if message.is_prompt:
            self._prompt_title = self._prompt_title or prompt_title(message.text)
            if message.id not in self._recent:
                self._recent.clear()
        self._note_id(message.id)
        if message.usage is not None and self._recent[message.id] is None:
            self._usage += message.usage  # a later form of a message has the same one
        self._recent[message.id] = message.usage
        used = [usage for usage in self._recent.values() if usage is not None]
        if used:
            self._context_tokens = used[-1].total_tokens

    def _note_id(self, message_id: str) -> None:
        if message_id not in self._recent:
            self._recent[message_id] = None
            self._message_count += 1

    def _take(self, facts: FactsEntry) -> None:
        self._title, self._prompt_title = facts.title, ""
        self.provider, self.model, self.mode = facts.provider, facts.model, facts.mode
        self.queued, self.grants, self.waiting = facts.queued, facts.grants, facts.waiting
        self.shells = facts.shells
        self._message_count = facts.message_count
        self._context_tokens = facts.context_tokens
        self._usage = facts.usage
