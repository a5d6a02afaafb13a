"""What a fork begins with."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from agent_tui.engine.tool_calls.session_tools import SessionTools
from agent_tui.engine.turns.history_state import HistoryState
from agent_tui.protocol.permissions import GrantScope
from agent_tui.protocol.ports import SessionJournal, StoredSession
from agent_tui.protocol.sessions import SessionInfo


def kept_for_fork(
    info: SessionInfo, tools: SessionTools | None, pins: Sequence[str]
) -> StoredSession:
    """What goes along without the history."""
    grants = tools.grants.all if tools is not None else ()
    own = tuple(grant for grant in grants if grant.scope is GrantScope.SESSION)
    return StoredSession(info=info, grants=own, pins=tuple(pins))


class ForkOrigin(Struct, frozen=True):
    """history: at first. create: makes the session's folder, in a thread; None when nothing is
    stored. Raises `SessionStorageFailed` only, and may be called again after that."""

    history: HistoryState
    create: Callable[[SessionInfo], SessionJournal] | None
