"""A new session that is written at once, and not left behind in part."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from agent_tui.engine.journal.completed_journal import completed
from agent_tui.errors import SessionError
from agent_tui.protocol.ports import SessionJournal, SessionStore
from agent_tui.protocol.sessions import SessionInfo


@contextmanager
def whole_session(store: SessionStore, info: SessionInfo) -> Iterator[SessionJournal]:
    """Its journal, still open at the end. When writing fails, the session is deleted: half of it
    would stand in the way of a second try, or be taken for all of it. Blocks."""
    journal = completed(store.create(info))
    try:
        yield journal
    except BaseException:
        with suppress(SessionError):
            journal.close("not written")
        with suppress(SessionError):
            store.delete(info.id)
        raise
