"""How the demo agent uses tools: arguments that fit a schema, and what it says of results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from agent_tui.protocol.messages import ChatMessage, Role, ToolResultPart
from agent_tui.protocol.requests import ToolSpec

_SHOWN_LINES = 20
_QUESTION = "Which colour do you like best?"
_CHOICES = ("Red", "Green", "Blue")
# Names that tools commonly give the one argument that matters.
_SUBJECT_NAMES = {
    "list_dir": ("path", "dir", "directory"),
    "read_file": ("path", "file_path", "file", "filename"),
    "run_command": ("command", "cmd"),
    "ask_user": ("question", "text", "prompt"),
    "grep": ("pattern", "query"),
    "web_fetch": ("url",),
    "todo": ("items",),
}
_DEFAULT_SUBJECTS = {"list_dir": ".", "ask_user": _QUESTION}
_SEVERAL = "several"
_QUESTIONS = (
    {
        "text": _QUESTION,
        "header": "Colour",
        "kind": "single",
        "choices": [
            {"label": "Red", "description": "warm, and loud"},
            {"label": "Green", "description": "calm"},
            {"label": "Blue", "description": "wide"},
        ],
    },
    {
        "text": "Which of these do you use every day?",
        "header": "Tools",
        "kind": "multi",
        "choices": [{"label": "Editor"}, {"label": "Shell"}, {"label": "Browser"}],
    },
    {"text": "What should this program do better?", "header": "Wish", "kind": "text"},
)
_TODO = (
    {"text": "Read the prompt", "status": "done"},
    {"text": "Show a list", "status": "in_progress"},
    {"text": "Wait for the next prompt", "status": "pending"},
)


class ToolUse(Struct, frozen=True, kw_only=True):
    """A tool call to make. arguments: JSON text."""

    name: str
    arguments: str


def tool_use_for(tool: str, subject: str, offered: Sequence[ToolSpec]) -> ToolUse | None:
    """The call of `tool` about `subject`, None when no tool of that name is offered.

    The argument is named as the tool's schema names it.
    """
    spec = next((spec for spec in offered if spec.name == tool), None)
    if spec is None:
        return None
    known = spec.parameters.get("properties")
    properties = known if isinstance(known, dict) else {}
    names = _SUBJECT_NAMES[tool]
    name = next((name for name in names if name in properties), names[0])
    arguments: dict[str, object] = {name: subject or _DEFAULT_SUBJECTS.get(tool, "")}
    if tool == "todo":
        arguments = {name: _TODO}
    elif tool == "ask_user":
        arguments = _asking(name, subject, properties)
    return ToolUse(name=tool, arguments=msgspec.json.encode(arguments).decode())


def told_results(messages: Sequence[ChatMessage]) -> str:
    """Markdown about the tool results at the end of the history."""
    names = {call.call_id: call.name for message in messages for call in message.tool_calls}
    results: list[ToolResultPart] = []
    for message in reversed(messages):
        if message.role is not Role.TOOL:
            break
        results[:0] = [part for part in message.parts if isinstance(part, ToolResultPart)]
    return "\n".join(_told(part, names.get(part.call_id, "The tool")) for part in results)


def _told(result: ToolResultPart, name: str) -> str:
    lines = result.text.splitlines()
    if not lines:
        return f"`{name}` is done and gave back nothing.\n"
    if result.is_error:
        return f"`{name}` did not work:\n\n{_block(lines)}\n"
    counted = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
    return f"`{name}` gave back {counted}:\n\n{_block(lines)}\n"


def _block(lines: Sequence[str]) -> str:
    shown = list(lines[:_SHOWN_LINES])
    if len(lines) > _SHOWN_LINES:
        shown.append(f"… and {len(lines) - _SHOWN_LINES} more")
    # A fence longer than any run of backticks inside cannot be closed by the result.
    fence = "```"
    while any(fence in line for line in shown):
        fence += "`"
    return "\n".join((fence, *shown, fence))


def _asking(name: str, subject: str, properties: Mapping[str, object]) -> dict[str, object]:
    if subject == _SEVERAL and "questions" in properties:
        return {"questions": _QUESTIONS}
    return {name: _QUESTION, **_choices(properties)}


def _choices(properties: Mapping[str, object]) -> dict[str, object]:
    for name in ("choices", "options"):
        schema = properties.get(name)
        if isinstance(schema, dict):
            items = schema.get("items")
            if isinstance(items, dict) and items.get("type") == "string":
                return {name: _CHOICES}
    return {}
