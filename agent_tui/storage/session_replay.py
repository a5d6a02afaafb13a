"""From a journal's entries to the state of the session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import ChatMessage, Part, Role, TextPart, ThinkingPart
from agent_tui.protocol.permissions import Grant, PermissionMode
from agent_tui.protocol.sessions import QueuedPrompt, SessionInfo
from agent_tui.protocol.usage import Usage
from agent_tui.storage.entries import (
    AnyEntry,
    DeltaEntry,
    GrantEntry,
    JournalHeader,
    MessageEntry,
    ModeEntry,
    ModelEntry,
    QueueEntry,
    TitleEntry,
    WaitingEntry,
)

MAX_TITLE_LENGTH = 80
_READABLE_KINDS = (PartKind.TEXT, PartKind.THINKING)


class SessionReplay:
    """What a session is after its entries. Of a title, model, queue, mode, of grants and
    of waiting calls, the last entry counts."""

    def __init__(self, header: JournalHeader, entries: Iterable[AnyEntry]) -> None:
        self._header = header
        self._updated = header.created
        self._title = self._provider = self._model = ""
        self._slots: dict[str, ChatMessage | _PartialMessage] = {}
        self._mode = PermissionMode.ASK
        self.queued: tuple[QueuedPrompt, ...] = ()
        self.grants: tuple[Grant, ...] = ()
        self.waiting: tuple[str, ...] = ()
        for entry in entries:
            self._apply(entry)
        self.messages = self._finished_messages()

    def _apply(self, entry: AnyEntry) -> None:
        self._updated = entry.ts or self._updated
        match entry:
            case MessageEntry():
                # A known id keeps its place: the whole of a partial message, or a newer form.
                self._slots[entry.message.id] = entry.message
            case DeltaEntry():
                self._put_delta(entry)
            case ModelEntry():
                self._provider, self._model = entry.provider, entry.model
            case TitleEntry():
                self._title = entry.title
            case QueueEntry():
                self.queued = entry.prompts
            case ModeEntry() | GrantEntry() | WaitingEntry():
                self._apply_permission(entry)
            case _:
                pass  # damage, closed, and what later versions add, change nothing here

    def _apply_permission(self, entry: ModeEntry | GrantEntry | WaitingEntry) -> None:
        match entry:
            case ModeEntry():
                self._mode = entry.mode
            case GrantEntry():
                self.grants = entry.grants
            case WaitingEntry():
                self.waiting = entry.part_ids

    def _put_delta(self, delta: DeltaEntry) -> None:
        slot = self._slots.get(delta.message_id)
        if slot is None:
            slot = self._slots[delta.message_id] = _PartialMessage(delta, self._model)
        if isinstance(slot, _PartialMessage):
            slot.add(delta)

    def _finished_messages(self) -> tuple[ChatMessage, ...]:
        messages = (
            slot.message if isinstance(slot, _PartialMessage) else slot
            for slot in self._slots.values()
        )
        return tuple(message for message in messages if message is not None)

    def info(self, session_id: str) -> SessionInfo:
        """The snapshot of the session. Without a stored title, the first prompt gives one."""
        used = [message.usage for message in self.messages if message.usage is not None]
        return SessionInfo(
            id=session_id,
            cwd=self._header.cwd,
            title=self._title or title_of(self.messages),
            provider=self._provider,
            model=self._model,
            created=self._header.created,
            updated=self._updated,
            message_count=len(self.messages),
            context_tokens=used[-1].total_tokens if used else 0,
            usage=sum(used, Usage()),
            is_saved=True,
            permission_mode=self._mode,
        )


class _PartialMessage:
    """Collects the deltas of one message. Half a tool call is left out: it can never run."""

    def __init__(self, first: DeltaEntry, model: str) -> None:
        self._first, self._model = first, model
        self._kinds: dict[str, PartKind] = {}
        self._texts: dict[str, list[str]] = {}

    def add(self, delta: DeltaEntry) -> None:
        """Take the next delta, in the order of the journal."""
        if delta.kind in _READABLE_KINDS and delta.text:
            self._kinds.setdefault(delta.part_id, delta.kind)
            self._texts.setdefault(delta.part_id, []).append(delta.text)

    @property
    def message(self) -> ChatMessage | None:
        """The interrupted message, or None when nothing readable arrived."""
        if not self._kinds:
            return None
        return ChatMessage(
            id=self._first.message_id,
            role=Role.ASSISTANT,
            parts=tuple(self._part(part_id) for part_id in self._kinds),
            turn_id=self._first.turn_id,
            created=self._first.ts,
            model=self._model,
            is_interrupted=True,
        )

    def _part(self, part_id: str) -> Part:
        text = "".join(self._texts[part_id])
        if self._kinds[part_id] is PartKind.THINKING:
            return ThinkingPart(id=part_id, text=text)
        return TextPart(id=part_id, text=text)


def title_of(messages: Sequence[ChatMessage]) -> str:
    """The first line of the first prompt, at most 80 characters; "" without a prompt."""
    for message in messages:
        if message.role is Role.USER and (line := _first_line(message.text)):
            return line if len(line) <= MAX_TITLE_LENGTH else line[: MAX_TITLE_LENGTH - 1] + "…"
    return ""


def _first_line(text: str) -> str:
    # A prompt can be megabytes of pasted text, its title stands at the beginning.
    for line in text[:10_000].splitlines():
        visible = "".join(char if char.isprintable() else " " for char in line)
        if words := visible.split():
            return " ".join(words)
    return ""
