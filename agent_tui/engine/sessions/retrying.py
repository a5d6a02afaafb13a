"""What happens to the answers of a turn that runs again."""

from __future__ import annotations

from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.engine.turns.history import History
from agent_tui.protocol.events import PartEnded


def set_aside_interrupted(history: History, journal: JournalWriter, state: SessionState) -> None:
    """Keep the interrupted answers after the last prompt for the reader only, and say so."""
    for message in history.supersede_interrupted():
        journal.append_message(message)
        for part in message.parts:
            state.publish(
                PartEnded(
                    turn_id=message.turn_id,
                    part_id=part.id,
                    is_complete=False,
                    is_superseded=True,
                )
            )
