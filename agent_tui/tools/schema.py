"""From a Struct to the JSON schema that a model gets."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct


def schema_of(arguments_type: type[Struct]) -> dict[str, object]:
    """A self-contained JSON schema of type object: references resolved, no titles."""
    (schema,), components = msgspec.json.schema_components((arguments_type,))
    resolved = _resolved(schema, components)
    assert isinstance(resolved, dict)
    resolved.setdefault("properties", {})
    return resolved


def _resolved(value: Any, components: dict[str, Any]) -> Any:
    # Several servers of local models do not follow references.
    match value:
        case {"$ref": str(reference)}:
            inner = _resolved(components[reference.rsplit("/", 1)[-1]], components)
            own = {key: item for key, item in value.items() if key != "$ref"}
            return {**inner, **own}
        case dict():
            return {
                key: _resolved(item, components)
                for key, item in value.items()
                if not (key == "title" and isinstance(item, str))
            }
        case list():
            return [_resolved(item, components) for item in value]
        case _:
            return value
