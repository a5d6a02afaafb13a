"""What a move on the tree touches in its session."""

from __future__ import annotations

from dataclasses import dataclass

from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.sessions.session_gate import SessionGate
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.engine.turns.history import History
from agent_tui.protocol.ports import SessionStore


@dataclass(frozen=True)
class BranchPlaces:
    """Parts of one session, and the store that it may be in."""

    store: SessionStore | None
    state: SessionState
    history: History
    journal: JournalWriter
    gate: SessionGate
