"""A store in memory that can be told to refuse."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from msgspec.structs import replace

from agent_tui.errors import SessionNotFound, SessionStorageFailed
from agent_tui.protocol.checkpoints import FileCheckpoint
from agent_tui.protocol.drafts import NO_EXTRAS, DraftExtras
from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import ChatMessage, ShellCommand
from agent_tui.protocol.permissions import Grant, PermissionMode
from agent_tui.protocol.ports import SessionJournal, StoredSession
from agent_tui.protocol.sessions import QueuedPrompt, SessionInfo
from agent_tui.protocol.skills import Skill
from agent_tui.protocol.usage import Usage


class FakeJournal:
    """Implements `SessionJournal`. entries: (what, value) in the order of writing."""

    def __init__(self, store: FakeStore, info: SessionInfo) -> None:
        self._store, self.info = store, info
        self.path = f"/sessions/{info.id}"
        self.entries: list[tuple[str, object]] = []
        self.draft, self.draft_extras = "", NO_EXTRAS
        self.blobs: dict[str, bytes] = {}
        self.closed_with = ""
        self.synced_count = 0

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.entries]

    @property
    def delta_text(self) -> str:
        return "".join(str(value) for name, value in self.entries if name == "delta")

    @property
    def messages(self) -> list[ChatMessage]:
        return [value for _, value in self.entries if isinstance(value, ChatMessage)]

    def replayed(self) -> StoredSession:
        """The session as somebody finds it who opens it now, after a `kill -9`."""
        messages = {message.id: message for message in self.messages}
        info = replace(self.info, path=self.path, is_saved=True)
        stored = StoredSession(info=info, messages=tuple(messages.values()))
        for name, value in self.entries:
            if name in ("grants", "waiting", "shells", "pins"):
                stored = replace(stored, **{name: value})
            elif name == "mode":
                info = replace(stored.info, permission_mode=value)
                stored = replace(stored, info=info)
        return stored

    def append_message(self, message: ChatMessage) -> None:
        self._append("message", message)

    def append_delta(
        self, *, message_id: str, turn_id: str, part_id: str, kind: PartKind, text: str
    ) -> None:
        assert message_id
        assert turn_id
        assert part_id
        assert kind
        self._append("delta", text)

    def append_model(self, provider: str, model: str) -> None:
        self._append("model", (provider, model))

    def append_title(self, title: str) -> None:
        self._append("title", title)

    def append_queue(self, prompts: Sequence[QueuedPrompt]) -> None:
        self._append("queue", tuple(prompt.text for prompt in prompts))

    def append_mode(self, mode: PermissionMode) -> None:
        self._append("mode", mode)

    def append_grants(self, grants: Sequence[Grant]) -> None:
        self._append("grants", tuple(grants))

    def append_waiting(self, part_ids: Sequence[str]) -> None:
        self._append("waiting", tuple(part_ids))

    def append_head(
        self, at: str, *, message_count: int, context_tokens: int, redo: Sequence[str]
    ) -> None:
        assert message_count >= bool(at)
        assert context_tokens >= 0
        self._append("head", (at, tuple(redo)))

    def append_label(self, message_id: str, label: str) -> None:
        self._append("label", (message_id, label))

    def append_shells(self, commands: Sequence[ShellCommand]) -> None:
        self._append("shells", tuple(commands))

    def append_pins(self, message_ids: Sequence[str]) -> None:
        self._append("pins", tuple(message_ids))

    def append_skills(self, skills: Sequence[Skill]) -> None:
        self._append("skills", tuple(skills))

    def append_usage(self, usage: Usage) -> None:
        assert usage.total_tokens
        self._append("usage", usage)

    def append_checkpoint(self, checkpoint: FileCheckpoint) -> None:
        self._append("checkpoint", checkpoint)

    def save_blob(self, name: str, data: bytes) -> str:
        self._store.check()
        if self._store.blob_gate is not None:
            writing, go_on = self._store.blob_gate
            writing.set()
            assert go_on.wait(timeout=10)
        self.blobs[name] = data
        return f"{self.path}/blobs/{name}"

    def save_draft(self, text: str, extras: DraftExtras = NO_EXTRAS) -> None:
        self._store.check()
        self.draft, self.draft_extras = text, extras

    def sync(self) -> None:
        self._store.check()
        if self._store.sync_gate is not None:
            assert self._store.sync_gate.wait(timeout=10)
        if self._store.sync_meeting is not None:
            self._store.sync_meeting.wait()
        self.synced_count = len(self.entries)

    def close(self, reason: str) -> None:
        self._store.check()
        self.closed_with = reason

    def _append(self, name: str, value: object) -> None:
        self._store.check()
        self.entries.append((name, value))


class FakeStore:
    """Implements `SessionStore`. is_refusing: every write fails. sync_gate: holds up each sync
    until it is set. sync_meeting: they begin together. blob_gate: the first is set by each
    writing of a file, the second holds it up. stored: what `open` finds."""

    def __init__(self) -> None:
        self.is_refusing = False
        self.sync_gate: threading.Event | None = None
        self.sync_meeting: threading.Barrier | None = None
        self.blob_gate: tuple[threading.Event, threading.Event] | None = None
        self.stored: dict[str, StoredSession] = {}
        self.journals: dict[str, FakeJournal] = {}

    @property
    def only_journal(self) -> FakeJournal:
        (journal,) = self.journals.values()
        return journal

    def check(self) -> None:
        if self.is_refusing:
            raise SessionStorageFailed("The disk is full.")

    def create(self, info: SessionInfo) -> SessionJournal:
        self.check()
        journal = self.journals[info.id] = FakeJournal(self, info)
        return journal

    def open(
        self, session_id: str, *, end_first: bool = False
    ) -> tuple[StoredSession, SessionJournal | None]:
        stored = self.load(session_id)
        if not end_first:
            assert stored.earlier is None
        return stored, None if stored.info.is_read_only else self.create(stored.info)

    def load(self, session_id: str) -> StoredSession:
        if session_id not in self.stored:
            raise SessionNotFound(f"No session {session_id}.", session_id=session_id)
        return self.stored[session_id]

    def sessions(self, *, cwd: str | None = None, limit: int = 0) -> tuple[SessionInfo, ...]:
        infos = [stored.info for stored in self.stored.values() if cwd in (None, stored.info.cwd)]
        return tuple(infos[: limit or None])

    def resolve(self, prefix: str) -> str:
        return next(session_id for session_id in self.stored if session_id.startswith(prefix))

    def delete(self, session_id: str) -> None:
        del self.stored[session_id]

    def put(self, session_id: str, *messages: ChatMessage, **fields: object) -> None:
        """Store a session to be opened."""
        info = SessionInfo(id=session_id, provider="fake", model="model-a")
        stored = StoredSession(info=info, messages=messages)
        self.stored[session_id] = replace(stored, **fields)
