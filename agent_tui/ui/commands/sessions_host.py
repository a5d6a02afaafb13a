"""What a command may ask of the application about stored sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from agent_tui.protocol.session_search import SearchHit


class SessionsHost(Protocol):
    """Part of `CommandHost`. Call on the UI loop."""

    def list_stored(self, text: str = "", *, is_search: bool = False) -> None:
        """Open the list of stored sessions. text: the filter at first. is_search: over all
        projects, for what was said in them."""
        ...

    def open_stored(self, session_id: str, hit: SearchHit | None = None) -> None:
        """Show a stored session, open or not; with a hit, at that place."""
        ...
