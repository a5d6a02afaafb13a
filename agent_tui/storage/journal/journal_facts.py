"""What is true of a session after some entry, apart from its messages; kept up entry by entry."""

from __future__ import annotations

from agent_tui.protocol.compactions import Compaction
from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import ChatMessage, ShellCommand
from agent_tui.protocol.permissions import Grant, PermissionMode
from agent_tui.protocol.sessions import QueuedPrompt, SessionInfo
from agent_tui.protocol.skills import Skill
from agent_tui.protocol.usage import Usage
from agent_tui.storage.journal.entries import (
    RENAMED,
    AnyEntry,
    ClosedEntry,
    DeltaEntry,
    FactsEntry,
    GrantEntry,
    HeadEntry,
    JournalHeader,
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
)
from agent_tui.storage.listing.prompt_titles import prompt_title

READABLE_KINDS = (PartKind.TEXT, PartKind.THINKING)


class JournalFacts:
    """The last entry of its kind counts. Of messages only counts are kept, and of those since the
    last prompt the ids: no entry changes a message before it. One thread at a time."""

    def __init__(self, header: JournalHeader) -> None:
        self._header = header
        self._title = self._prompt_title = self._typed_title = ""
        self.first_prompt = self.last_prompt = ""  # the first lines, of those that were seen
        self._updated = header.created
        self.provider = self.model = ""
        self.mode = PermissionMode.ASK
        self.queued: tuple[QueuedPrompt, ...] = ()
        self.grants: tuple[Grant, ...] = ()
        self.waiting: tuple[str, ...] = ()
        self.shells: tuple[ShellCommand, ...] = ()
        self.pins: tuple[str, ...] = ()
        self.skills: tuple[Skill, ...] = ()
        self.redo: tuple[str, ...] = ()
        self._message_count = self._context_tokens = 0
        self._usage = Usage()
        self._usage_beside = Usage()  # of that, what entries of its own told
        self._recent: dict[str, Usage | None] = {}  # message id to usage, since the last prompt

    def apply(self, entry: AnyEntry) -> None:
        """Take the next entry."""
        if not _is_only_a_name(entry):
            self._updated = entry.ts or self._updated
        match entry:
            case MessageEntry(message=message):
                self._note_message(message)
            case DeltaEntry() if entry.kind in READABLE_KINDS and entry.text:
                self.redo = ()
                self._note_id(entry.message_id)
            case HeadEntry():
                self._go_to(entry)
            case ModelEntry():
                self.provider, self.model = entry.provider, entry.model
            case TitleEntry():
                self._title = entry.title
            case QueueEntry():
                self.queued = entry.prompts
            case UsageEntry():
                self._usage += entry.usage
                self._usage_beside += entry.usage
            case FactsEntry():
                self._take(entry)
            case _:
                self._note_work(entry)

    def count(self, messages: tuple[ChatMessage, ...], usage: Usage) -> None:
        """All messages of the history are known, and what those of all branches took: count
        exactly."""
        self._message_count = len(messages)
        self._context_tokens = next(filter(None, map(_context_after, reversed(messages))), 0)
        self._usage = usage + self._usage_beside

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
            pins=self.pins,
            skills=self.skills,
            redo=self.redo,
            message_count=self._message_count,
            context_tokens=self._context_tokens,
            usage=self._usage,
            updated=self._updated,
        )

    @property
    def title(self) -> str:
        """The stored title; without one, the first prompt gives it."""
        return self._title or self._prompt_title or self._typed_title

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
            forked_from=self._header.forked_from,
            imported_from=self._header.imported_from,
            skills=self.skills,
        )

    def _note_work(self, entry: AnyEntry) -> None:
        match entry:
            case ModeEntry():
                self.mode = entry.mode
            case GrantEntry():
                self.grants = entry.grants
            case WaitingEntry():
                self.waiting = entry.part_ids
            case ShellsEntry():
                self.shells = entry.commands
            case PinsEntry():
                self.pins = entry.message_ids
            case SkillsEntry():
                self.skills = entry.skills
            case _:
                pass  # damage, closed, and what later versions add, change nothing here

    def _go_to(self, head: HeadEntry) -> None:
        self.redo = head.redo
        self._message_count, self._context_tokens = head.message_count, head.context_tokens
        self._recent.clear()

    def _note_message(self, message: ChatMessage) -> None:
        self.redo = ()
        if message.is_prompt:
            self._note_prompt(message)
            if message.id not in self._recent:
                self._recent.clear()
        if message.compaction is not None:
            self._note_compaction(message, message.compaction)
            return
        self._note_id(message.id)
        if message.usage is not None and self._recent[message.id] is None:
            self._usage += message.usage  # a later form of a message has the same one
        self._recent[message.id] = message.usage
        if message.usage is not None:
            self._context_tokens = message.usage.total_tokens

    def _note_prompt(self, prompt: ChatMessage) -> None:
        line = prompt_title(prompt.text)
        if prompt.is_superseded:  # hooks look at it; what they pass, or make of it, follows
            self._typed_title = self._typed_title or line
            return
        self.last_prompt = line or self.last_prompt
        self.first_prompt = self.first_prompt or self.last_prompt
        self._prompt_title = self._prompt_title or self.last_prompt

    def _note_compaction(self, mark: ChatMessage, compaction: Compaction) -> None:
        if mark.is_superseded:  # another form of one that was counted, perhaps long ago
            self._context_tokens = compaction.tokens_before
            return
        if mark.id not in self._recent:
            self._usage += mark.usage or Usage()
        self._note_id(mark.id)
        self._context_tokens = compaction.tokens_after

    def _note_id(self, message_id: str) -> None:
        if message_id not in self._recent:
            self._recent[message_id] = None
            self._message_count += 1

    def _take(self, facts: FactsEntry) -> None:
        self._title, self._prompt_title = facts.title, ""
        self.provider, self.model, self.mode = facts.provider, facts.model, facts.mode
        self.queued, self.grants, self.waiting = facts.queued, facts.grants, facts.waiting
        self.shells, self.redo, self.pins = facts.shells, facts.redo, facts.pins
        self.skills = facts.skills
        self._message_count = facts.message_count
        self._context_tokens = facts.context_tokens
        self._usage = facts.usage
        self._updated = facts.updated or self._updated


def _is_only_a_name(entry: AnyEntry) -> bool:
    """Who renames a session has not used it."""
    is_end = isinstance(entry, ClosedEntry) and entry.reason == RENAMED
    return is_end or isinstance(entry, TitleEntry)


def _context_after(message: ChatMessage) -> int:
    """What the window holds once this was said, 0 when it does not tell."""
    if message.compaction is not None:
        return 0 if message.is_superseded else message.compaction.tokens_after
    return message.usage.total_tokens if message.usage is not None else 0
