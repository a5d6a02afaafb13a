"""The calls of one tool in a history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agent_tui.protocol.messages import ChatMessage, ToolResultPart


def past_arguments(newest_first: Iterable[ChatMessage], name: str) -> Iterator[str]:
    """The arguments (JSON) of the calls of a tool that succeeded, the newest first."""
    succeeded: set[str] = set()
    for message in newest_first:
        if message.is_superseded:
            continue
        for part in message.parts:
            if isinstance(part, ToolResultPart) and not part.is_error:
                succeeded.add(part.call_id)
        for call in reversed(message.tool_calls):
            if call.call_id in succeeded:
                succeeded.discard(call.call_id)  # some servers number their calls anew
                if call.name == name:
                    yield call.arguments
