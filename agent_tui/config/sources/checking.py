"""Checks the values of one layer against the settings: names, types, ranges."""

from __future__ import annotations

import types
from collections import abc
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import fields

from agent_tui.config.settings import Settings
from agent_tui.config.sources.key_positions import KeyPath
from agent_tui.config.sources.layer import Layer
from agent_tui.config.sources.nearest_name import did_you_mean

_WORDS = {str: "text in quotes", int: "a whole number", float: "a number", bool: "true or false"}


def checked_values(layer: Layer) -> dict[str, object]:
    """The layer's values by setting, converted to their types.

    Raises `ConfigError`, with its position in a file, for the first unknown name or wrong value.
    """
    return _checked_fields(layer, (), Settings, layer.values)


def setting_type(path: KeyPath) -> object:
    """The declared type of the setting at `path`, None when there is no such setting."""
    found: Any = Settings
    for name in path:
        if isinstance(found, type) and issubclass(found, Struct):
            found = _declared(found).get(name)
        else:
            found = _table_type(found)
    return found


@cache
def _declared(struct: type[Struct]) -> Mapping[str, Any]:
    """Types by name. Reading them from the annotations takes half a millisecond."""
    return {field.name: field.type for field in fields(struct)}


def _checked_fields(
    layer: Layer, path: KeyPath, struct: type[Struct], values: Mapping[str, object]
) -> dict[str, object]:
    known = _declared(struct)
    checked: dict[str, object] = {}
    for name, value in values.items():
        if name not in known:
            what = f"Unknown setting {'.'.join((*path, name))}.{did_you_mean(name, known)}"
            raise layer.problem(what, (*path, name))
        checked[name] = _checked(layer, (*path, name), known[name], value)
    return checked


def _checked(layer: Layer, path: KeyPath, declared: Any, value: object) -> object:
    entry_type = _table_type(declared)
    if entry_type is not None:
        if not isinstance(value, Mapping):
            raise layer.problem(f"{'.'.join(path)} must be a table", path)
        return {
            name: _checked(layer, (*path, name), entry_type, entry) for name, entry in value.items()
        }
    if isinstance(declared, type) and issubclass(declared, Struct):
        if not isinstance(value, Mapping):
            raise layer.problem(f"{'.'.join(path)} must be a table", path)
        return declared(**_checked_fields(layer, path, declared, value))
    try:
        return msgspec.convert(value, type=declared)
    except msgspec.ValidationError as error:
        what = f"{'.'.join(path)} must be {_expected(declared)}, not {_shown(path, value)}"
        raise layer.problem(what, path) from error


def _table_type(declared: Any) -> Any:
    """What the entries of a free table are, None when `declared` is no free table."""
    return get_args(declared)[1] if get_origin(declared) is abc.Mapping else None


def _expected(declared: Any) -> str:
    """What a value of the declared type looks like, in words."""
    origin = get_origin(declared)
    if origin is Literal:
        return "one of " + ", ".join(get_args(declared))
    if origin is Annotated:
        plain, *notes = get_args(declared)
        return _expected(plain) + "".join(_range(note) for note in notes)
    if origin in (Union, types.UnionType):
        return _expected(get_args(declared)[0])
    if origin is tuple:
        return "a list of texts in quotes"
    return _WORDS[declared]


def _range(meta: Meta) -> str:
    if meta.gt is not None:
        return f" above {meta.gt}"
    return f" of at least {meta.ge}"


def _shown(path: KeyPath, value: object) -> str:
    if path[-1].startswith("api_key") or "headers" in path or "query" in path:
        return "what stands there"  # it may be a key
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"'
        case int() | float():
            return str(value)
        case list():
            return "a list"
        case Mapping():
            return "a table"
        case _:
            return "a date or time"
