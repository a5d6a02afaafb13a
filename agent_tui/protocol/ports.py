"""The interfaces between rooms that must not import each other; `lifecycle/runtime.py` joins
them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from agent_tui.protocol.drafts import NO_EXTRAS, DraftExtras

if TYPE_CHECKING:
    # Every start imports the ports, and the first picture needs none of these.
    from agent_tui.protocol.agent_event import AgentEvent
    from agent_tui.protocol.checkpoints import FileCheckpoint
    from agent_tui.protocol.events import PartKind
    from agent_tui.protocol.inputs import UserInput
    from agent_tui.protocol.messages import ChatMessage, ShellCommand
    from agent_tui.protocol.packed_messages import PackedMessages
    from agent_tui.protocol.permissions import Grant, PermissionMode
    from agent_tui.protocol.requests import ModelRequest, StreamItem
    from agent_tui.protocol.sessions import QueuedPrompt, SessionInfo
    from agent_tui.protocol.skills import Skill
    from agent_tui.protocol.usage import Usage


class Provider(Protocol):
    """A vendor's service that answers requests. Bound to no loop until its first request."""

    @property
    def name(self) -> str:
        """The preset or profile name, as shown to the user."""
        ...

    def stream(self, request: ModelRequest) -> AsyncIterator[StreamItem]:
        """Send one request and yield what comes back, in order.

        Raises only `ProviderError` (and cancellation, which closes the connection at once). Never
        retries: the turn does, visibly. The iterator must be closed (`aclose`) when left early.
        """
        ...

    async def list_models(self) -> tuple[str, ...]:
        """Names of the models on offer, sorted. Raises `ProviderError`."""
        ...

    async def aclose(self) -> None:
        """Close connections. May be called twice."""
        ...


class EventSource(Protocol):
    """The reading end of an event stream; one reader, on one loop."""

    async def receive(self) -> Sequence[AgentEvent]:
        """Wait until there is something and take all of it, in order. Empty: the stream has ended.

        Raises `SubscriberLagged` when this reader was too slow and was cut off.
        """
        ...

    async def gather_deltas(self, limit_s: float) -> None:
        """Wait, so that deltas come together; return as soon as anything else waits, or the stream
        has ended."""
        ...


class InputSink(Protocol):
    """The writing end of the input queue."""

    def put(self, user_input: UserInput) -> None:
        """Hand over an input; thread-safe, never waits. Raises `ClosedResourceError` after
        shutdown."""
        ...


class EarlierMessages(Struct, frozen=True, kw_only=True):
    """What stands before the end of a session that was read first, packed, because there is much of
    it and nobody may ever look.

    is_everything: the end did not fit to the rest, because the journal is damaged: these are all
    messages, and those that were read first do not count. notes: see `StoredSession`.
    """

    messages: PackedMessages
    is_everything: bool = False
    notes: tuple[str, ...] = ()


class EarlierHistory(Protocol):
    """The part of a stored session that is still to be read."""

    def read(self, is_unwanted: Callable[[], bool]) -> EarlierMessages | None:
        """Read it, in slices that leave time to other threads. Blocks: call it in a thread, once.
        is_unwanted: asked now and then; None is returned soon after it says so.

        Raises `SessionError`.
        """
        ...


class StoredSession(Struct, frozen=True, kw_only=True):
    """A session as read from disk.

    notes: sentences about damage that was found and what was done. grants: the session's own.
    waiting: ids of the tool call parts that waited for people when it was last written. shells: the
    user's shell commands that ran then, and do not any more. redo: ids of the last messages of
    histories that were undone and can come back, the next one last. pins: ids of messages that
    are sent word for word whatever is summarised. earlier:
    messages are the end of the history, from some prompt on, and this reads what stands before.
    """

    info: SessionInfo
    messages: tuple[ChatMessage, ...] = ()
    draft: str = ""
    draft_extras: DraftExtras = NO_EXTRAS
    queued: tuple[QueuedPrompt, ...] = ()
    notes: tuple[str, ...] = ()
    grants: tuple[Grant, ...] = ()
    waiting: tuple[str, ...] = ()
    shells: tuple[ShellCommand, ...] = ()
    redo: tuple[str, ...] = ()
    pins: tuple[str, ...] = ()
    earlier: EarlierHistory | None = None


class SessionJournal(Protocol):
    """The writing end of one stored session. All methods block for a file write; `sync` for the
    disk.

    Every `append_*` writes one line and flushes it to the operating system. Raises
    `SessionStorageFailed`; the journal stays usable and the next append tries again.
    """

    @property
    def path(self) -> str:
        """The session's folder."""
        ...

    def append_message(self, message: ChatMessage) -> None:
        """A whole message; it supersedes the deltas that were written for the same message id."""
        ...

    def append_delta(
        self, *, message_id: str, turn_id: str, part_id: str, kind: PartKind, text: str
    ) -> None:
        """Streamed text of a message that is not whole yet."""
        ...

    def append_model(self, provider: str, model: str) -> None:
        """The session uses another model from here on."""
        ...

    def append_title(self, title: str) -> None:
        """The session's title, for lists."""
        ...

    def append_queue(self, prompts: Sequence[QueuedPrompt]) -> None:
        """The prompts that wait; each call replaces the former list."""
        ...

    def append_mode(self, mode: PermissionMode) -> None:
        """What the session may do without asking, from here on."""
        ...

    def append_grants(self, grants: Sequence[Grant]) -> None:
        """The session's own grants; each call replaces the former list."""
        ...

    def append_waiting(self, part_ids: Sequence[str]) -> None:
        """The tool call parts that wait for people; each call replaces the former list."""
        ...

    def append_shells(self, commands: Sequence[ShellCommand]) -> None:
        """The user's shell commands that run; each call replaces the former list."""
        ...

    def append_head(
        self, at: str, *, message_count: int, context_tokens: int, redo: Sequence[str]
    ) -> None:
        """The history goes on after the message `at`, "" for before the first; nothing is deleted.
        message_count, context_tokens: of it. redo: see `StoredSession`."""
        ...

    def append_label(self, message_id: str, label: str) -> None:
        """The user's name for the turn that begins with this message; "" takes it away."""
        ...

    def append_pins(self, message_ids: Sequence[str]) -> None:
        """The messages that are sent word for word whatever is summarised; each call replaces the
        former list."""
        ...

    def append_skills(self, skills: Sequence[Skill]) -> None:
        """The skills that are active; each call replaces the former list."""
        ...

    def append_usage(self, usage: Usage) -> None:
        """What a request took that left no answer in the history: for a title or a summary."""
        ...

    def append_checkpoint(self, checkpoint: FileCheckpoint) -> None:
        """A file that is about to be changed, or was; the later one with the same id counts."""
        ...

    def save_blob(self, name: str, data: bytes) -> str:
        """A file of the session, for its owner only; returns its absolute path. name: a file name
        without folders; a former file of this name is replaced."""
        ...

    def save_draft(self, text: str, extras: DraftExtras = NO_EXTRAS) -> None:
        """Unsent composer text, atomically beside the journal; "" without extras removes it."""
        ...

    def sync(self) -> None:
        """fsync: what was appended survives a power cut. Call it off the loop."""
        ...

    def close(self, reason: str) -> None:
        """Write the closing entry, sync, update the index, release the lock. May be called
        twice."""
        ...


class SessionStore(Protocol):
    """Stored sessions. All methods block: call them off the loop."""

    def create(self, info: SessionInfo) -> SessionJournal:
        """Make the session's folder, header and lock. Raises `SessionStorageFailed`."""
        ...

    def open(
        self, session_id: str, *, end_first: bool = False
    ) -> tuple[StoredSession, SessionJournal | None]:
        """Read a session and lock it for writing. The journal is None, and `info.is_read_only` is
        True, when another process holds the lock or a newer version wrote it (a note says which).

        end_first: of a long one, only the end of the history may be read; see `earlier`.
        Raises `SessionNotFound`, `SessionCorrupt`, `SessionStorageFailed`.
        """
        ...

    def load(self, session_id: str) -> StoredSession:
        """Read a session without locking it. Raises like `open`."""
        ...

    def sessions(self, *, cwd: str | None = None, limit: int = 0) -> tuple[SessionInfo, ...]:
        """Stored sessions, last used first; of one working directory when given; limit 0: all."""
        ...

    def resolve(self, prefix: str) -> str:
        """The whole id for a prefix. Raises `SessionNotFound`, `SessionAmbiguous`."""
        ...

    def delete(self, session_id: str) -> None:
        """Remove a session for good. Raises `SessionNotFound`, `SessionLocked`."""
        ...


class GrantStore(Protocol):
    """Grants that outlive a session. All methods block: call them off the loop."""

    def load(self, workspace: str) -> tuple[Grant, ...]:
        """The grants of the user and of this workspace. A file that cannot be read grants nothing
        and raises `SessionStorageFailed`."""
        ...

    def add(self, grant: Grant, workspace: str) -> None:
        """Keep a grant of scope PROJECT or USER. Raises `SessionStorageFailed`."""
        ...

    def remove(self, grant_id: str) -> None:
        """Forget a grant. Nothing happens when it is unknown. Raises `SessionStorageFailed`."""
        ...
