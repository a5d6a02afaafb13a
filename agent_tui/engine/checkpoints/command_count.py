"""How many commands ran since a prompt: nothing is known of the files that they changed."""

from __future__ import annotations

from agent_tui.engine.turns.history_state import HistoryState
from agent_tui.protocol.messages import ChatMessage

_COMMAND_TOOL = "run_command"


def command_count(state: HistoryState, message_id: str) -> int:
    """Those of the model and of the user in this history, 0 for a prompt of another one. It may
    unpack all of a long history: call it in a thread."""
    count = 0
    for messages in (state.recent, state.earlier):  # the earlier ones are packed, and rarely meant
        for message in reversed(messages):
            if message.id == message_id:
                return count
            count += _commands_of(message)
    return 0


def _commands_of(message: ChatMessage) -> int:
    names = (call.name for call in message.tool_calls)
    return (message.shell is not None) + sum(name == _COMMAND_TOOL for name in names)
