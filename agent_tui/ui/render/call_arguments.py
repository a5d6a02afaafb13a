"""The arguments of a tool call as far as they can be read, also while the model writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

_MOST_CHARACTERS = 4_000  # of unfinished arguments: what names the target comes first
_STRING_MEMBER = re.compile(r'"((?:[^"\\]|\\.){1,60})"\s*:\s*("(?:[^"\\]|\\.)*)("?)')


def known_arguments(arguments: str) -> Mapping[str, object] | None:
    """The arguments by name; of unfinished ones the texts that stand at their beginning.

    None when they are no object at all, so that only the text itself can be shown.
    """
    try:
        values = msgspec.json.decode(arguments or "{}")
    except msgspec.DecodeError:
        return _beginnings(arguments[:_MOST_CHARACTERS])
    except (UnicodeEncodeError, RecursionError):  # half of a surrogate pair; nested too deep
        return None
    return values if isinstance(values, dict) else None


def text_argument(values: Mapping[str, object], *names: str) -> str:
    """The first of the named arguments that is a text with something in it, "" when none is."""
    for name in names:
        value = values.get(name)
        if isinstance(value, str) and value.strip():
            return value
    return ""


def number_argument(values: Mapping[str, object], *names: str) -> int | None:
    """The first of the named arguments that is a whole number."""
    for name in names:
        value = values.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return None


def _beginnings(text: str) -> Mapping[str, object] | None:
    if not text.lstrip().startswith("{"):
        return None
    found: dict[str, object] = {}
    for name, value, _ in _STRING_MEMBER.findall(text):
        try:
            found[name] = msgspec.json.decode(f'{value}"')
        except (msgspec.DecodeError, UnicodeEncodeError):  # cut off inside an escape
            continue
    return found
