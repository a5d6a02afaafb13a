"""How much room an event takes in a stream."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.asking_events import PermissionRequested
from agent_tui.protocol.events import (
    NoticeRaised,
    PartAdded,
    PartDelta,
    PromptRefused,
    QueueChanged,
    ToolCallEnded,
    ToolCallStarted,
    ToolOutput,
    TurnEnded,
)
from agent_tui.protocol.prompt_events import QueueReturned

# Rough size of an event object with its ids and short fields.
EVENT_BYTES = 256


def text_bytes(text: str) -> int:
    """Length as UTF-8. Costs nothing for ASCII, which CPython marks as such."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def event_bytes(event: AgentEvent) -> int:
    """Rough size in memory: a fixed part and the text that the event alone holds.

    Messages are not counted: the session's history holds them anyway.
    """
    match event:
        case PartDelta(text=text) | PartAdded(text=text) | ToolOutput(text=text):
            return EVENT_BYTES + text_bytes(text)
        case ToolCallEnded(text=text, diff=diff):
            return EVENT_BYTES + text_bytes(text) + text_bytes(diff)
        case ToolCallStarted(arguments=text) | PromptRefused(text=text) | NoticeRaised(text=text):
            return EVENT_BYTES + text_bytes(text)
        case PermissionRequested(request=request):
            texts = (text for item in request.items for text in (item.arguments, item.diff))
            return EVENT_BYTES + sum(map(text_bytes, texts))
        case QueueChanged(prompts=prompts) | QueueReturned(prompts=prompts):
            return EVENT_BYTES * (1 + len(prompts))
        case TurnEnded(result=result):
            return EVENT_BYTES + text_bytes(result.text)
        case _:
            return EVENT_BYTES
