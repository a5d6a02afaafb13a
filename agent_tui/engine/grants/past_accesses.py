"""What the calls of a session touched, for the dry run of a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.permissions import Access
from agent_tui.protocol.tools import Tool


def past_accesses(
    messages: Iterable[ChatMessage], find: Callable[[str], Tool | None], cwd: str
) -> Iterator[tuple[str, Access]]:
    """Tool name and access of each past call that can still be understood, oldest first. cwd: where
    relative paths start; where a call really stood is not remembered."""
    for message in messages:
        for call in message.tool_calls:
            tool = find(call.name)
            if tool is None:
                continue
            try:
                accesses = tool.accesses(tool.parsed(call.arguments), cwd)
            except BaseException:  # noqa: BLE001 (a host's tool; what it refuses never ran)
                continue
            for access in accesses:
                yield call.name, access
