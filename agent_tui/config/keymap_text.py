"""One binding more or less in the text of a settings file; comments and all else stay. Pure."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agent_tui.config.sources.key_positions import lines_of_keys, span_of_pair
from agent_tui.errors import ConfigError

_TABLE = "keymap"
_BOM = "\ufeff"


def changed_text(
    text: str, context: str, action: str, keys: Sequence[str] | None, *, file: Path
) -> tuple[str, int]:
    """The text with this binding, None for without it; and its line, 0 when it has none.

    Raises `ConfigError` when the text is not TOML, or is written so that the binding cannot be
    changed without touching others (a table in one line, for example).
    """
    bare = text.removeprefix(_BOM)
    newline = "\r\n" if "\r\n" in bare else "\n"
    plain = bare.replace("\r\n", "\n")
    before = _parsed(plain, file)
    path = (_TABLE, context, action)
    wanted = _with_binding(before, context, action, keys)
    changed = _edited(plain, path, keys)
    try:
        is_right = _without_empty(tomllib.loads(changed)) == _without_empty(wanted)
    except tomllib.TOMLDecodeError:
        is_right = False
    if not is_right:
        raise ConfigError(
            f"keymap.{context}.{action} stands there in a way that cannot be changed from here. "
            "Change it in an editor.",
            file=file,
        )
    line = lines_of_keys(changed).get(path, 0) if keys is not None else 0
    restored = changed if newline == "\n" else changed.replace("\n", newline)
    return (text[: len(text) - len(bare)] + restored, line)


def _edited(text: str, path: tuple[str, str, str], keys: Sequence[str] | None) -> str:
    span = span_of_pair(text, path)
    if keys is None:
        return _without_line(text, *span) if span else text
    pair = f"{path[2]} = {_written(keys)}"
    if span:
        return f"{text[: span[0]]}{pair}{text[span[1] :]}"
    header = f"[{_TABLE}.{path[1]}]"
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.split("#")[0].strip().replace(" ", "") == header:
            return "\n".join((*lines[: number + 1], pair, *lines[number + 1 :]))
    gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    return f"{text}{gap}{header}\n{pair}\n"


def _without_line(text: str, start: int, end: int) -> str:
    """The pair with the rest of its lines, comment included, when nothing else stands on them."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end + 1
    behind = text[end:line_end].strip()
    if text[line_start:start].strip() or (behind and not behind.startswith("#")):
        return text
    return text[:line_start] + text[line_end:]


def _written(keys: Sequence[str]) -> str:
    if len(keys) == 1:
        return json.dumps(keys[0], ensure_ascii=False)
    return json.dumps(list(keys), ensure_ascii=False) if keys else '""'


def _parsed(text: str, file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"This is not valid TOML: {error}.", file=file) from error


def _with_binding(
    values: dict[str, Any], context: str, action: str, keys: Sequence[str] | None
) -> dict[str, Any]:
    keymap = values.get(_TABLE, {})
    actions = keymap.get(context, {}) if isinstance(keymap, dict) else None
    if not isinstance(actions, dict):
        return {}  # no text can become this
    actions = dict(actions)
    if keys is None:
        actions.pop(action, None)
    else:
        actions[action] = keys[0] if len(keys) == 1 else list(keys) or ""
    return {**values, _TABLE: {**keymap, context: actions}}


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    """Empty tables of keys mean nothing."""
    keymap = values.get(_TABLE, {})
    if isinstance(keymap, dict):
        keymap = {context: actions for context, actions in keymap.items() if actions}
    return {**values, _TABLE: keymap}
