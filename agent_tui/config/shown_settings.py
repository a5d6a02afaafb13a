"""The settings as rows for people and programs: name, value, origin; never a key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from msgspec import Struct

from agent_tui.config.origins import DEFAULT_ORIGIN, Origin
from agent_tui.config.settings import Settings

_HIDDEN = "(set)"


class ShownSetting(Struct, frozen=True, kw_only=True):
    """One row. value: hidden when it is, or may be, a key. origin: where it comes from."""

    name: str
    value: object
    origin: str

    @property
    def text(self) -> str:
        """The value as it would stand in a settings file."""
        return json.dumps(self.value, ensure_ascii=False)


def shown_settings(settings: Settings, origins: Mapping[str, Origin]) -> Iterator[ShownSetting]:
    """All settings, then what stands in tables, entry by entry. origins: by setting ("model",
    "profiles.work"); what is not in it has its default."""
    for name in settings.__struct_fields__:
        value = getattr(settings, name)
        origin = str(origins.get(name, DEFAULT_ORIGIN))
        if not isinstance(value, Mapping):
            yield ShownSetting(name=name, value=_harmless_value(name, value), origin=origin)
            continue
        for entry_name, entry in value.items():
            path = f"{name}.{entry_name}"
            yield from _entry_rows(path, entry, origins)


def _entry_rows(
    path: str, entry: Struct | Mapping[str, object], origins: Mapping[str, Origin]
) -> Iterator[ShownSetting]:
    origin = origins.get(path, DEFAULT_ORIGIN)
    if isinstance(entry, Mapping):
        for name, value in entry.items():
            place = origins.get(f"{path}.{name}", origin)
            yield ShownSetting(name=f"{path}.{name}", value=value, origin=place.place)
        return
    for name, default in zip(entry.__struct_fields__, _defaults(entry), strict=True):
        value = getattr(entry, name)
        yield ShownSetting(
            name=f"{path}.{name}",
            value=_harmless_value(name, value),
            origin=str(DEFAULT_ORIGIN if value == default else origin),
        )


def _defaults(entry: Struct) -> Iterator[object]:
    plain = type(entry)()
    return (getattr(plain, name) for name in entry.__struct_fields__)


def _harmless_value(name: str, value: object) -> object:
    if name == "api_key":
        return _HIDDEN if value else ""
    if name in ("headers", "query", "options") and isinstance(value, Mapping):
        return dict.fromkeys(value, _HIDDEN)  # an endpoint may take its key in each of them
    return value
