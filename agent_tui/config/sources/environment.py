"""Settings in environment variables: `AGENT_TUI_*`, and the two of OpenAI that are not a key."""

from __future__ import annotations

from collections.abc import Mapping

from agent_tui.config.origins import Origin, OriginKind
from agent_tui.config.settings import Settings
from agent_tui.config.sources.layer import Layer

_PREFIX = "AGENT_TUI_"
_TABLES = ("profiles", "providers", "keymap", "vim_remaps", "prices")
# They are about the endpoint openai only; its key is read when the endpoint is resolved.
_OPENAI_NAMES = {"base_url": "OPENAI_BASE_URL", "model": "OPENAI_MODEL"}

VARIABLE_NAMES: Mapping[str, str] = {
    key: _PREFIX + key.upper() for key in Settings.__struct_fields__ if key not in _TABLES
}


def environment_layer(environ: Mapping[str, str]) -> Layer | None:
    """The settings in `AGENT_TUI_*` variables, None when there are none; "" counts as unset."""
    return _layer(environ, VARIABLE_NAMES)


def openai_layer(environ: Mapping[str, str]) -> Layer | None:
    """The settings in OPENAI_BASE_URL and OPENAI_MODEL; they count only for the provider openai."""
    layer = _layer(environ, _OPENAI_NAMES)
    if layer is None or "base_url" not in layer.values:
        return layer
    return Layer(
        origin=layer.origin,
        values={"provider": "openai", **layer.values},
        names={"provider": _OPENAI_NAMES["base_url"], **layer.names},
    )


def _layer(environ: Mapping[str, str], names: Mapping[str, str]) -> Layer | None:
    found = {key: name for key, name in names.items() if environ.get(name)}
    if not found:
        return None
    # Imported only now: a start without any variable must not pay for the TOML reader.
    from agent_tui.config.sources.assignments import value_of_text

    values = {key: value_of_text((key,), environ[name]) for key, name in found.items()}
    return Layer(origin=Origin(OriginKind.ENVIRONMENT), values=values, names=found)
