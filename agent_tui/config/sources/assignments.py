"""Values given as text: `--set key=value` and environment variables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, get_origin

from agent_tui.config.sources.checking import setting_type
from agent_tui.config.sources.key_positions import KeyPath
from agent_tui.errors import ConfigError

_TRUE = ("true", "1", "yes", "on")
_FALSE = ("false", "0", "no", "off")


def values_of_assignments(assignments: Iterable[str]) -> dict[str, object]:
    """The values of `key=value` texts in the shape of a TOML file; keys may be dotted.

    A value is read as TOML, and as plain text where that fails or the setting is a text anyway.
    Raises `ConfigError` when the equals sign or the key is missing, or two keys contradict.
    """
    values: dict[str, Any] = {}
    for assignment in assignments:
        key, equals, text = assignment.partition("=")
        path = tuple(name.strip().strip("\"'") for name in key.split("."))
        if not equals or not all(path):
            raise ConfigError(
                f'--set needs key=value, for example --set max_iterations=20, not "{key}"',
                key=key.strip(),
            )
        table = values
        for name in path[:-1]:
            table = table.setdefault(name, {})
            if not isinstance(table, dict):
                raise ConfigError(f"--set {key}: {name} is no table", key=key)
        table[path[-1]] = value_of_text(path, text.strip())
    return values


def value_of_text(path: KeyPath, text: str) -> object:
    """What a text means for the setting at `path`; "yes" and "1" are true for a switch."""
    declared = setting_type(path)
    if declared is bool and text.lower() in _TRUE + _FALSE:
        return text.lower() in _TRUE
    is_text = declared is str or (declared is not None and _is_literal(declared))
    if is_text and not text.startswith(('"', "'")):
        return text
    # Deferred: most values are texts, and no start with OPENAI_BASE_URL should pay for TOML.
    import tomllib

    try:
        parsed: Mapping[str, object] = tomllib.loads(f"value = {text}")
    except tomllib.TOMLDecodeError:
        return text
    return parsed["value"] if len(parsed) == 1 else text


def _is_literal(declared: object) -> bool:
    return get_origin(declared) is Literal
