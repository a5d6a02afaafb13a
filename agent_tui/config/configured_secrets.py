"""The keys that this user has configured: what must not reach a journal, a log, an export or a
model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.config.settings import CustomProvider, Profile, Settings

_SECRET_NAME = re.compile(r"key|token|secret|auth|cookie|signature|password", re.IGNORECASE)
_KEY_VARIABLE = "_API_KEY"
_SCHEMES = ("Bearer ", "Basic ", "Token ")


def configured_secrets(
    settings: Settings, environ: Mapping[str, str], *endpoints: ProviderConfig
) -> tuple[str, ...]:
    """The values, also such as are not in use: of settings, profiles and providers, of the
    variables that they name, of all variables that end in _API_KEY, and of `endpoints`."""
    values = (
        *_of_settings(settings, environ),
        *(value for name, value in environ.items() if name.endswith(_KEY_VARIABLE)),
        *(value for one in endpoints for value in _of_endpoint(one, environ)),
    )
    return tuple(dict.fromkeys(value for value in values if value))


def _of_settings(settings: Settings, environ: Mapping[str, str]) -> Iterator[str]:
    yield settings.api_key
    yield environ.get(settings.api_key_env, "")
    for profile in settings.profiles.values():
        yield from _of_endpoint(profile, environ)
    for provider in settings.providers.values():
        yield from _of_endpoint(provider, environ)


def _of_endpoint(
    one: Profile | CustomProvider | ProviderConfig, environ: Mapping[str, str]
) -> Iterator[str]:
    yield one.api_key
    yield environ.get(one.api_key_env, "")
    options = {} if isinstance(one, Profile) else one.options
    for named in (one.headers, one.query, options):
        for name, value in named.items():
            if isinstance(value, str) and _SECRET_NAME.search(name):
                yield _without_scheme(value)


def _without_scheme(value: str) -> str:
    """Of `Bearer KEY` the key: that is what is printed elsewhere."""
    return next((value[len(one) :] for one in _SCHEMES if value.startswith(one)), value)
