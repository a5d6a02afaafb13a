"""The sessions behind the one in front: which of them stay open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.sessions.session import Session
from agent_tui.engine.sessions.session_registry import SessionRegistry

MOST_IDLE: Final = 8
"""So many sessions in which nothing happens stay open behind the one in front, for a quick return;
the others are on the disk."""
CLOSED_BEHIND: Final = "idle"
"""The reason with which they are closed."""


class BackgroundSessions:
    """Use on the controller's loop. close: closes a session for the reason given, in a task of its
    own."""

    def __init__(
        self,
        parts: EngineParts,
        sessions: SessionRegistry,
        close: Callable[[Session, str], None],
    ) -> None:
        self._parts, self._sessions, self._close = parts, sessions, close

    def show(self, session_id: str) -> None:
        """This session is in front now; nothing happens when it is not open."""
        session = self._sessions.find(session_id)
        if session is not None:
            self._sessions.show(session)
            self._parts.tasks.start_soon(self._tidy)

    async def _tidy(self) -> None:
        """Close those that are blank, and idle ones beyond `MOST_IDLE`. Whatever has anything going
        on stays."""
        if not any(map(_may_close, self._sessions.behind)):
            return
        busy = await self._sessions_with_processes()
        # Asked anew: something may have begun in them meanwhile.
        idle = [one for one in self._sessions.behind if _may_close(one) and one.id not in busy]
        blank = [one for one in idle if one.is_blank]
        written = [one for one in idle if not one.is_blank]
        for session in (*blank, *written[MOST_IDLE:]):
            self._close(session, CLOSED_BEHIND)

    async def _sessions_with_processes(self) -> frozenset[str]:
        tools = self._parts.tools
        processes = () if tools is None else await tools.processes.snapshot()
        return frozenset(process.session_id for process in processes)


def _may_close(session: Session) -> bool:
    return session.is_quiet and not session.is_closing
