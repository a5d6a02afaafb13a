"""What the screen asks about stored sessions, whichever is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent_tui.protocol.finding_inputs import (
    DeleteStored,
    PreviewSession,
    RenameStored,
    SearchSessions,
)
from agent_tui.protocol.inputs import ListSessions

if TYPE_CHECKING:
    from agent_tui.ui.input_link import InputLink

MOST_LISTED = 200
"""Sessions among other things in a list; the list of sessions has them all."""


class FindingLink:
    """Call on the UI loop."""

    def __init__(self, link: InputLink) -> None:
        self._link = link

    def list_sessions(self, limit: int = MOST_LISTED) -> None:
        """Ask for the stored sessions, the last used; limit 0: all."""
        self._link.put(ListSessions(session_id=self._link.session_id, limit=limit))

    def search_sessions(self, query_id: str, text: str, *, limit: int, is_here_only: bool) -> None:
        """Search what was said in stored sessions; "" ends the search."""
        self._link.put(
            SearchSessions(
                session_id=self._link.session_id,
                query_id=query_id,
                text=text,
                limit=limit,
                is_here_only=is_here_only,
            )
        )

    def preview_session(self, stored_id: str) -> None:
        """Ask how a stored session ends."""
        self._link.put(PreviewSession(session_id=self._link.session_id, stored_id=stored_id))

    def rename_stored(self, stored_id: str, title: str) -> None:
        """Give a stored session another title."""
        self._link.put(
            RenameStored(session_id=self._link.session_id, stored_id=stored_id, title=title)
        )

    def delete_stored(self, stored_id: str) -> None:
        """Delete a stored session for good."""
        self._link.put(DeleteStored(session_id=self._link.session_id, stored_id=stored_id))
