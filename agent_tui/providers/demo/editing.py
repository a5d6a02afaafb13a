"""How the demo agent edits a file: it reads it, then adds one line."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from agent_tui.protocol.messages import ChatMessage, Role, ToolResultPart
from agent_tui.protocol.requests import ToolSpec
from agent_tui.providers.demo.tool_use import ToolUse

ADDED_LINE = "This line was added by the demo agent."
# The lines of a file as reading tools commonly number them.
_NUMBERED = re.compile(r"^\s*\d+(?:\t|→|: ?|\| ?)(?P<text>.*)$", re.MULTILINE)


def last_tool(messages: Sequence[ChatMessage]) -> str:
    """Name of the tool whose result the history ends with, "" when it ends with something else."""
    if not messages or messages[-1].role is not Role.TOOL:
        return ""
    calls = [call for message in messages for call in message.tool_calls]
    return calls[-1].name if calls else ""


def edit_after_reading(
    path: str, messages: Sequence[ChatMessage], offered: Sequence[ToolSpec]
) -> ToolUse | None:
    """The call that adds a line to the file that was just read, or makes the file.

    None when the tool for it is not offered, or the file has no line that stands there once.
    """
    names = {spec.name for spec in offered}
    result = next(part for part in messages[-1].parts if isinstance(part, ToolResultPart))
    lines = [] if result.is_error else _NUMBERED.findall(result.text)
    anchor = next((line for line in lines if line.strip() and lines.count(line) == 1), None)
    if anchor is not None and "edit_file" in names:
        arguments = {"path": path, "old_text": anchor, "new_text": f"{anchor}\n{ADDED_LINE}"}
        return _use("edit_file", arguments)
    if not lines and "write_file" in names:
        return _use("write_file", {"path": path, "content": ADDED_LINE + "\n"})
    return None


def _use(name: str, arguments: dict[str, str]) -> ToolUse:
    return ToolUse(name=name, arguments=msgspec.json.encode(arguments).decode())
