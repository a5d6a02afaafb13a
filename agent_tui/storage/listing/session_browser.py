"""A closer look at stored sessions: how one ends, which cannot be read, and what was said in all
of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.storage.disk_failures import disk_failures
from agent_tui.storage.journal.journal_end import read_end
from agent_tui.storage.journal.session_reader import JOURNAL_NAME, read_session, session_not_found
from agent_tui.storage.listing.session_listing import SessionListing

if TYPE_CHECKING:
    from agent_tui.protocol.search_ports import SessionSearch

SEARCH_NAME = "search.db"


class FileSessionBrowser:
    """Implements `SessionBrowser`. data_dir: where the search index lies. Thread-safe."""

    def __init__(self, sessions_dir: Path, data_dir: Path, listing: SessionListing) -> None:
        self._sessions_dir, self._data_dir, self._listing = sessions_dir, data_dir, listing
        self._search: SessionSearch | None = None

    def listed(self, limit: int) -> tuple[tuple[SessionInfo, ...], int]:
        """See `SessionBrowser`."""
        infos, unreadable = self._listing.listed(limit)
        return tuple(infos), unreadable

    def unreadable(self) -> tuple[tuple[str, str], ...]:
        """See `SessionBrowser`."""
        return self._listing.unreadable()

    def last_exchange(self, session_id: str) -> tuple[ChatMessage, ...]:
        """See `SessionBrowser`."""
        if not self._listing.has(session_id):
            raise session_not_found(session_id)
        folder = self._sessions_dir / session_id
        path = folder / JOURNAL_NAME
        with disk_failures(path, action="read", session_id=session_id):
            end = read_end(path)
        messages = end.replay.messages if end else read_session(folder).stored.messages
        prompts = [at for at, message in enumerate(messages) if message.is_prompt]
        return messages[prompts[-1] if prompts else 0 :]

    def full_text_search(self) -> SessionSearch:
        """See `SessionBrowser`."""
        if self._search is None:
            # Deferred: few sessions ever search.
            from agent_tui.storage.search.session_search import FileSessionSearch

            index_path = self._data_dir / SEARCH_NAME
            self._search = FileSessionSearch(self._sessions_dir, index_path, self._listing)
        return self._search
