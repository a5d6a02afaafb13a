"""Careful reading of JSON that others wrote: a field of the wrong type counts as missing."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from agent_tui.providers.openai.surrogates import whole_value


def object_in(value: object, key: str) -> Mapping[str, object]:
    """`value[key]` when both are JSON objects, else an empty one."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def list_in(value: object, key: str) -> list[object]:
    """`value[key]` when it is a list, else an empty one."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def text_in(value: object, key: str) -> str:
    """`value[key]` when it is a string, else ""."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def count_in(value: object, *keys: str) -> int:
    """The first of the keys that holds a number, as a whole number of at least 0; else 0."""
    for key in keys:
        found = value.get(key) if isinstance(value, dict) else None
        if isinstance(found, (int, float)) and not isinstance(found, bool):
            return max(0, int(found))
    return 0


def json_text(value: object) -> str:
    """A string as it is, None as "", anything else as JSON text, "" if it is nested too deep."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    try:
        return msgspec.json.encode(whole_value(value)).decode()
    except RecursionError:
        return ""
