"""Shows sessions, turns and their parts in the transcript."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.asking_events import (
    PermissionClosed,
    PermissionRequested,
    QuestionAsked,
    QuestionClosed,
)
from agent_tui.protocol.events import (
    HistoryLoaded,
    PartAdded,
    PartDelta,
    PartEnded,
    SessionOpened,
    ToolCallEnded,
    ToolCallStarted,
    ToolOutput,
    TurnEnded,
    TurnStarted,
)
from agent_tui.protocol.hook_events import PromptRewritten
from agent_tui.protocol.prompt_events import PromptDelivered, ShellEnded, ShellStarted
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.transcript.items.call_result import CallResult
from agent_tui.ui.transcript.session_items import shell_result
from agent_tui.ui.transcript.transcript import Transcript


class TranscriptForwarder:
    """To the transcript. welcome: makes the first words of an empty session."""

    events = (
        SessionOpened,
        HistoryLoaded,
        TurnStarted,
        PromptDelivered,
        PromptRewritten,
        ShellStarted,
        ShellEnded,
        PartAdded,
        PartDelta,
        PartEnded,
        ToolCallStarted,
        ToolOutput,
        ToolCallEnded,
        PermissionRequested,
        PermissionClosed,
        QuestionAsked,
        QuestionClosed,
        TurnEnded,
    )

    def __init__(self, transcript: Transcript, welcome: Callable[[SessionInfo], object]) -> None:
        self._transcript = transcript
        self._welcome = welcome

    def forward(self, event: AgentEvent) -> None:
        """Show one event."""
        if not self._show_call(event):
            self._show_turn(event)

    def _show_turn(self, event: AgentEvent) -> None:
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
            case PromptDelivered(prompt=prompt):
                transcript.add_steering(prompt)
            case PromptRewritten(prompt=prompt):
                transcript.rewrite_prompt(prompt)
            case TurnEnded(result=result):
                transcript.close_turn(result)
            case _:
                self._show_session(event)

    def _show_session(self, event: AgentEvent) -> None:
        transcript = self._transcript
        match event:
            case SessionOpened(info=info, messages=messages, has_earlier=has_earlier):
                transcript.open_session(info, messages, has_earlier)
                if not messages and not has_earlier:
                    self._welcome(info)
            case HistoryLoaded(messages=messages):
                transcript.add_earlier(messages)

    def _show_call(self, event: AgentEvent) -> bool:
        transcript = self._transcript
        match event:
            case ToolOutput(call_id=call_id, text=text, skipped_bytes=skipped_bytes):
                transcript.add_tool_output(call_id, text, skipped_bytes)
            case ShellStarted(command=command, is_waiting=is_waiting):
                transcript.start_shell(command, is_waiting)
            case ShellEnded(message=message) if message.shell is not None:
                transcript.end_tool_call(message.id, shell_result(message, message.shell))
            case ToolCallStarted() as call:
                transcript.start_tool_call(call.call_id, call.part_id, call.name, call.arguments)
            case ToolCallEnded() as call:
                transcript.end_tool_call(call.call_id, _result(call))
            case PermissionRequested(request=request):
                transcript.wait_for_user(request.id, [item.call_id for item in request.items])
            case QuestionAsked(request=request):
                transcript.wait_for_user(request.id, [request.call_id])
            case PermissionClosed(request_id=request_id) | QuestionClosed(request_id=request_id):
                transcript.go_on(request_id)
            case _:
                return False
        return True


def _result(call: ToolCallEnded) -> CallResult:
    return CallResult(
        text=call.text,
        is_error=call.is_error,
        elapsed_s=call.elapsed_s,
        diff=call.diff,
        blob=call.blob,
    )
