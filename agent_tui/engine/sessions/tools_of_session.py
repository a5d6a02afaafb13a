"""Puts together what the tool calls of one session share."""

from __future__ import annotations

import os

from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.grants.session_grants import SessionGrants
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.engine.tool_calls.session_tools import SessionTools
from agent_tui.protocol.ports import StoredSession


def session_tools(
    parts: EngineParts, stored: StoredSession, state: SessionState, journal: JournalWriter
) -> SessionTools | None:
    """None when the engine offers no tools."""
    if parts.tools is None:
        return None
    workspace = os.path.abspath(stored.info.cwd or os.curdir)
    grants = SessionGrants(
        parts.grants,
        workspace,
        clock=parts.clock,
        settings=parts.options.grants,
        own=stored.grants,
        on_change=journal.append_grants,
    )
    return SessionTools(
        parts.tools,
        grants,
        workspace=workspace,
        mode=lambda: state.info.permission_mode,
        folder=lambda: journal.path,
    )
