"""The settings as rows for people and programs: name, value, origin; never a key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from msgspec import Struct

from agent_tui.config.loading import LoadedSettings
from agent_tui.config.origins import DEFAULT_ORIGIN
from agent_tui.config.provider_config import ProviderConfig

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


def shown_settings(loaded: LoadedSettings) -> Iterator[ShownSetting]:
    """All settings, then the profiles and custom providers, entry by entry."""
    settings = loaded.settings
    for name in settings.__struct_fields__:
        value = getattr(settings, name)
        origin = str(loaded.origin_of(name))
        if not isinstance(value, Mapping):
            yield ShownSetting(name=name, value=_harmless_value(name, value), origin=origin)
            continue
        for entry_name, entry in value.items():
            path = f"{name}.{entry_name}"
            yield from _entry_rows(path, entry, str(loaded.origin_of(path)))


def shown_endpoint(config: ProviderConfig) -> Iterator[ShownSetting]:
    """What comes of the settings: the endpoint that will be talked to."""
    key = f"(set, from {config.api_key_env})" if config.api_key_env else _HIDDEN
    values = {
        "provider": config.name,
        "base_url": config.base_url,
        "model": config.model,
        "key": key if config.api_key else "(none)",
    }
    for name, value in values.items():
        yield ShownSetting(name=f"endpoint.{name}", value=value, origin="resolved")


def _entry_rows(path: str, entry: Struct, origin: str) -> Iterator[ShownSetting]:
    for name, default in zip(entry.__struct_fields__, _defaults(entry), strict=True):
        value = getattr(entry, name)
        is_default = value == default
        yield ShownSetting(
            name=f"{path}.{name}",
            value=_harmless_value(name, value),
            origin=str(DEFAULT_ORIGIN) if is_default else origin,
        )


def _defaults(entry: Struct) -> Iterator[object]:
    plain = type(entry)()
    return (getattr(plain, name) for name in entry.__struct_fields__)


def _harmless_value(name: str, value: object) -> object:
    if name == "api_key":
        return _HIDDEN if value else ""
    if name in ("headers", "query") and isinstance(value, Mapping):
        return dict.fromkeys(value, _HIDDEN)  # an endpoint may take its key in either
    return value
