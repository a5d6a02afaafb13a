"""The `[keymap.*]` tables of one layer. What is wrong in them becomes a note: nobody should lose
the whole screen, and with it `/keymap`, by a slip in one key."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from agent_tui.config.origins import Origin
from agent_tui.config.sources.key_positions import KeyPath, lines_of_keys
from agent_tui.config.sources.layer import Layer

_TABLE = "keymap"


class KeymapEntry(Struct, frozen=True):
    """One line: an action and its keys as they are written, () to unbind it."""

    context: str
    action: str
    keys: tuple[str, ...]
    origin: Origin


def keymap_entries(layer: Layer) -> tuple[list[KeymapEntry], list[str]]:
    """The entries in the order of the file, and a sentence for each that is of no use."""
    lines = lines_of_keys(layer.text) if layer.text else {}
    entries: list[KeymapEntry] = []
    notes: list[str] = []

    def origin_of(*path: str) -> Origin:
        line = _line_of((_TABLE, *path), lines)
        return Origin(layer.origin.kind, file=layer.file, line=line)

    contexts = layer.values[_TABLE]
    if not isinstance(contexts, Mapping):
        return [], [f"{origin_of().place}: keymap must be a table; it is not used."]
    for context, actions in contexts.items():
        if not isinstance(actions, Mapping):
            place = origin_of(context).place
            notes.append(f"{place}: keymap.{context} must be a table of actions; it is not used.")
            continue
        for action, written in actions.items():
            origin = origin_of(context, action)
            keys = _keys(written)
            if keys is None:
                notes.append(
                    f'{origin.place}: keymap.{context}.{action} must be a key in quotes, "" for '
                    "none, or a list of keys; it is not used."
                )
            else:
                entries.append(KeymapEntry(context, action, keys, origin))
    return entries, notes


def _keys(written: object) -> tuple[str, ...] | None:
    if isinstance(written, str):
        return (written,) if written else ()
    if isinstance(written, (list, tuple)) and all(isinstance(key, str) for key in written):
        return tuple(key for key in written if key)
    return None


def _line_of(path: KeyPath, lines: Mapping[KeyPath, int]) -> int:
    """0 for a place without lines, such as a flag."""
    return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 0)
