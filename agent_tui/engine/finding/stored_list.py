"""The answer to `ListSessions`."""

from __future__ import annotations

from agent_tui.protocol.ports import SessionStore
from agent_tui.protocol.search_ports import browser_of
from agent_tui.protocol.session_events import SessionsListed


def stored_list(store: SessionStore | None, limit: int) -> SessionsListed:
    """What is stored; limit: see `ListSessions`. Blocks. Raises `SessionStorageFailed`."""
    if store is None:
        return SessionsListed(sessions=())
    sessions = store.sessions(limit=limit)
    if limit and len(sessions) >= limit:
        return SessionsListed(sessions=sessions)  # the first rows do not wait for a second look
    browser = browser_of(store)
    unreadable = len(browser.unreadable()) if browser is not None else 0
    return SessionsListed(sessions=sessions, unreadable=unreadable)
