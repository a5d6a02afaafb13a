"""The interfaces to exporting and importing sessions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    # Every start imports the engine's parts, and the first picture needs none of these.
    from agent_tui.protocol.conversations import Conversation
    from agent_tui.protocol.exchange import ExportedSession, ExportWish, ImportReport
    from agent_tui.protocol.ports import SessionStore, StoredSession
    from agent_tui.protocol.sessions import SessionInfo


class Progress(Protocol):
    """Told now and then by long work, in the thread that does it."""

    def __call__(self, done: int, total: int, /) -> bool:
        """done, total: turns or conversations. Returns False when the work is to stop."""
        ...


class SessionExchange(Protocol):
    """Writes sessions to files and reads them from files. All methods block: call them in a
    thread."""

    def export(
        self,
        stored: StoredSession,
        wish: ExportWish,
        path: str,
        progress: Progress,
        store: SessionStore | None = None,
    ) -> ExportedSession | None:
        """Write a session to a new file (0600), whole or not at all; None when it was stopped.

        path: absolute; a folder gets a file of the session's title and date. What exists is never
        overwritten. store: knows the labels of its turns. Raises `ExchangeFailed`.
        """
        ...

    def import_file(
        self, path: str, store: SessionStore, progress: Progress, *, cwd: str
    ) -> ImportReport:
        """Store every conversation of a file as a new session. path: absolute. cwd: the folder that
        they will work in, whatever the file says.

        Raises `ExchangeFailed` when nothing in it can be read, `SessionStorageFailed`.
        """
        ...


@runtime_checkable
class ImportingStore(Protocol):
    """A `SessionStore` that takes whole sessions at once, with their times."""

    def add(self, conversation: Conversation) -> SessionInfo:
        """Keep a conversation as a session with the id of its `info`, which must be new. Raises
        `SessionStorageFailed`, and then leaves nothing behind."""
        ...


MakeExchange = Callable[[], SessionExchange]
