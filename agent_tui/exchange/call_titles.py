"""A tool call in a few words: verb and target."""

from __future__ import annotations

import msgspec

from agent_tui.exchange.plain_text import one_line

# verb, the argument that tells most
_KNOWN = {
    "read_file": ("Read", "path"),
    "write_file": ("Write", "path"),
    "edit_file": ("Edit", "path"),
    "multi_edit": ("Edit", "path"),
    "apply_patch": ("Patch", ""),
    "list_dir": ("List", "path"),
    "glob": ("Find", "pattern"),
    "grep": ("Search", "pattern"),
    "run_command": ("Run", "command"),
    "command_output": ("Look at command", "id"),
    "kill_command": ("End command", "id"),
    "ask_user": ("Ask", "title"),
    "todo": ("Todo", ""),
    "web_fetch": ("Fetch", "url"),
}


def call_title(name: str, arguments: str) -> tuple[str, str]:
    """Verb and target, both on one line. arguments: JSON text as received, valid or not."""
    verb, key = _KNOWN.get(name, (one_line(name) or "tool", None))
    try:
        values = msgspec.json.decode(arguments)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return verb, one_line(arguments)
    if not isinstance(values, dict):
        return verb, ""
    if key is None:
        texts = (value for value in values.values() if isinstance(value, str) and value.strip())
        return verb, one_line(next(texts, ""))
    value = values.get(key, "")
    return verb, one_line(value if isinstance(value, str) else str(value))


def shown_arguments(arguments: str) -> tuple[str, str]:
    """The arguments as text, and the language that this is: JSON where it can be read."""
    try:
        return msgspec.json.format(arguments, indent=2), "json"
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return arguments, ""
