"""The answer to `ListSessions`."""

from __future__ import annotations

from agent_tui.protocol.ports import SessionStore
from agent_tui.protocol.search_ports import browser_of
from agent_tui.protocol.session_events import SessionsListed


def stored_list(store: SessionStore | None, limit: int) -> SessionsListed:
    """What is stored; limit: see `ListSessions`. Blocks. Raises `SessionStorageFailed`."""
    if store is None:
        return SessionsListed(sessions=())
    browser = browser_of(store)
    if browser is None:
        return SessionsListed(sessions=store.sessions(limit=limit))
    sessions, unreadable = browser.listed(limit)
    return SessionsListed(sessions=sessions, unreadable=unreadable)
