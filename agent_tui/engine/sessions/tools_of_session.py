"""Puts together what the tool calls of one session share."""

from __future__ import annotations

import os
from functools import partial

from agent_tui.engine.checkpoints.checkpoint_place import CheckpointPlace
from agent_tui.engine.checkpoints.session_checkpoints import SessionCheckpoints
from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.grants.session_grants import SessionGrants
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.engine.tool_calls.session_tools import SessionTools
from agent_tui.engine.turns.history import History
from agent_tui.protocol.events import NoticeRaised
from agent_tui.protocol.ports import StoredSession


def session_tools(
    parts: EngineParts,
    stored: StoredSession,
    state: SessionState,
    journal: JournalWriter,
    checkpoints: SessionCheckpoints,
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
    tools = SessionTools(
        parts.tools,
        grants,
        workspace=workspace,
        mode=lambda: state.info.permission_mode,
        folder=lambda: journal.path,
        checkpoints=checkpoints,
    )
    checkpoints.on_rewound = tools.forget_files
    return tools


def session_checkpoints(
    parts: EngineParts, state: SessionState, history: History, journal: JournalWriter
) -> SessionCheckpoints:
    """Without a place where no tools are offered."""

    async def tell(notice: NoticeRaised) -> None:
        state.publish(notice)

    place = None
    if parts.tools is not None and parts.tools.checkpoints is not None:
        place = CheckpointPlace(
            parts.tools.checkpoints,
            folder=lambda: journal.path,
            session_id=state.info.id,
            workspace=os.path.abspath(state.info.cwd or os.curdir),
            limit_mb=parts.options.checkpoint_limit_mb,
        )
    return SessionCheckpoints(
        place,
        journal=journal,
        history=history,
        tell=state.publish,
        # Whoever rewinds goes on first: a history that is told anew takes the notices away.
        tell_afterwards=lambda notice: parts.tasks.start_soon(partial(tell, notice)),
    )
