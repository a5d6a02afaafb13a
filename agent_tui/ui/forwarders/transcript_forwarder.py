"""Shows sessions, turns and their parts in the transcript."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.protocol.events import (
    AgentEvent,
    PartAdded,
    PartDelta,
    PartEnded,
    SessionOpened,
    ToolCallEnded,
    ToolCallStarted,
    TurnEnded,
    TurnStarted,
)
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.transcript.transcript import Transcript


class TranscriptForwarder:
    """To the transcript. welcome: makes the first words of an empty session."""

    events = (
        SessionOpened,
        TurnStarted,
        PartAdded,
        PartDelta,
        PartEnded,
        ToolCallStarted,
        ToolCallEnded,
        TurnEnded,
    )

    def __init__(self, transcript: Transcript, welcome: Callable[[SessionInfo], object]) -> None:
        self._transcript = transcript
        self._welcome = welcome

    def forward(self, event: AgentEvent) -> None:
        """Show one event."""
        transcript = self._transcript
        match event:
            case PartDelta(part_id=part_id, text=text):
                transcript.append_text(part_id, text)
            case PartAdded(turn_id=turn_id, part_id=part_id, kind=kind, text=text, name=name):
                transcript.add_part(turn_id, part_id, kind, text, name)
            case PartEnded(part_id=part_id, is_complete=is_complete, is_superseded=is_superseded):
                transcript.end_part(part_id, is_complete, is_superseded)
            case TurnStarted(turn_id=turn_id, prompt=prompt, is_retry=is_retry):
                transcript.open_turn(turn_id, prompt, is_retry)
            case TurnEnded(result=result):
                transcript.close_turn(result)
            case ToolCallStarted() as call:
                transcript.start_tool_call(call.call_id, call.part_id, call.name, call.arguments)
            case ToolCallEnded() as call:
                transcript.end_tool_call(call.call_id, call.text, call.is_error, call.elapsed_s)
            case SessionOpened(info=info, messages=messages):
                transcript.open_session(info, messages)
                if not messages:
                    self._welcome(info)
