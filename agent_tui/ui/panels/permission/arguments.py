"""The arguments of a call as text to read and to edit, and back."""

from __future__ import annotations

import json
from typing import Any

from agent_tui.protocol.permissions import PermissionItem
from agent_tui.ui.render.exact_text import is_plain, spelled_out


def pretty(arguments: str) -> str:
    """JSON with one value a line; what is no JSON as it came. Nothing in it is invisible."""
    try:
        value = json.loads(arguments or "{}")
    except ValueError:
        return spelled_out(arguments)
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return text if is_plain(text) else json.dumps(value, indent=2)


def other_arguments(item: PermissionItem, arguments: str) -> list[str]:
    """What a command comes with ("timeout_s: 60"), the command itself left out."""
    name = _command_name(item)
    return [
        f"{key}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in _object(arguments).items()
        if key != name
    ]


def command_in(item: PermissionItem, arguments: str) -> str:
    """The command that these arguments run; "" when there is none, or when it cannot be told."""
    if arguments == item.arguments:
        return item.command
    command = _object(arguments).get(_command_name(item), "")
    return command if isinstance(command, str) else ""


def edited_as_command(item: PermissionItem, arguments: str) -> bool:
    """The bare command can be edited: it is one argument, and all of it can be seen in a text
    field. Else the whole JSON is edited, in which nothing is invisible."""
    command = command_in(item, arguments)
    return bool(command and _command_name(item) and is_plain(command))


def text_to_edit(item: PermissionItem, arguments: str) -> str:
    """What the user edits."""
    if edited_as_command(item, arguments):
        return command_in(item, arguments)
    return pretty(arguments)


def edited_arguments(item: PermissionItem, arguments: str, text: str) -> str:
    """The JSON text after an edit. Raises `ValueError` with a sentence for people."""
    if edited_as_command(item, arguments):
        if not text.strip():
            raise ValueError("There is no command left to run.")
        edited = {**_object(arguments), _command_name(item): text}
        return json.dumps(edited, ensure_ascii=False)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(
            f"This is not valid JSON, line {error.lineno}, column {error.colno}: {error.msg}."
        ) from error
    if not isinstance(value, dict):
        raise ValueError("The arguments must be a JSON object, in braces.")
    return json.dumps(value, ensure_ascii=False)


def _object(arguments: str) -> dict[str, Any]:
    try:
        value = json.loads(arguments or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _command_name(item: PermissionItem) -> str:
    """The argument that is the command, "" when none is."""
    values = _object(item.arguments)
    return next((name for name, value in values.items() if value == item.command), "")
